package io.github.loglane.logback;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.front.NumberedEvents;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Logback front in a JVM without the jars that only others need; and without a shutdown hook but its own. */
class LogbackAbsenceIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final String[] NOT_NEEDED = {"log4j", "jackson", "picocli", "disruptor", "kafka_", "scala"};

    /** Lines that tell of trouble: not SLF4J's own, nor what newer JDKs say of the native library of lz4. */
    private static List<String> troubles(WorkerProcess worker) {
        return worker.errors()
                .lines()
                .filter(line -> !line.contains("|-INFO") && !line.startsWith("SLF4J"))
                .filter(line -> !line.startsWith("WARNING: ") && !line.isBlank())
                .toList();
    }

    @Test
    @Tag("jdk25")
    void logbackFront_needsNoOptionalJar() {
        BROKER.topics().create("logs", 2);
        try (WorkerProcess worker = LogbackWorker.config(BROKER, "logs", 2, 1_000)
                .withoutJars(NOT_NEEDED)
                .start()) {
            assertThat(worker.awaitExit(Duration.ofSeconds(60)))
                    .as(worker.errors())
                    .isZero();
            assertThat(troubles(worker)).isEmpty();
        }
        assertThat(NumberedEvents.in(BROKER, "logs")).isEqualTo(Map.of("0", 1_000, "1", 1_000));
        NumberedEvents.audit(BROKER, "logs");
    }

    /** The only jar that reading settings needs besides: what to add is said, once and not as an ERROR, and logging goes on. */
    @Test
    void conf_withoutJacksonCoreIsOneWarning() {
        BROKER.topics().create("logs-without-jackson", 2);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
        try (WorkerProcess worker = LogbackWorker.config(BROKER, "logs-without-jackson", 2, 1_000)
                .property("conf", "true")
                .withoutJars(NOT_NEEDED)
                .start()) {
            assertThat(worker.awaitExit(Duration.ofSeconds(60)))
                    .as(worker.errors())
                    .isZero();
            assertThat(troubles(worker))
                    .singleElement()
                    .asString()
                    .contains("|-WARN in loglane - loglane Kafka: the topic conf is not read; expecting: "
                            + "com.fasterxml.jackson.core:jackson-core on the class path");
        }
        assertThat(NumberedEvents.in(BROKER, "logs-without-jackson")).isEqualTo(Map.of("0", 1_000, "1", 1_000));
        NumberedEvents.audit(BROKER, "logs-without-jackson");
    }

    /** So that the tests above cannot pass by jars that have another name. */
    @Test
    void classesOfTheOptionalJars_areNotThere() {
        try (WorkerProcess finder =
                WorkerProcess.of(Finder.class).logback().withoutJars(NOT_NEEDED).start()) {
            assertThat(finder.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(finder.lines()).isEmpty();
        }
    }

    /** Prints which of these classes there are. */
    static final class Finder {
        private Finder() {}

        public static void main(String[] args) {
            for (String name : new String[] {
                "org.apache.logging.log4j.Logger",
                "org.apache.logging.log4j.core.Appender",
                "org.apache.logging.log4j.layout.template.json.JsonTemplateLayout",
                "com.fasterxml.jackson.core.JsonFactory",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "picocli.CommandLine",
            }) {
                try {
                    System.out.println(Class.forName(name));
                } catch (ClassNotFoundException absent) {
                    // as it should be
                }
            }
        }
    }
}
