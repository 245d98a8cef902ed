package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.front.NumberedEvents;
import io.github.loglane.log4j2.LogWorker.Ending;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Log4j2 front in a JVM without the jars that only others need. */
class AbsenceIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final String[] NOT_NEEDED = {
        "log4j-layout-template-json",
        "jackson",
        "picocli",
        "disruptor",
        "log4j-slf4j2-impl",
        "logback",
        "kafka_",
        "scala"
    };

    @Test
    void log4j2Front_needsNoOptionalJar() {
        BROKER.topics().create("logs", 2);
        try (WorkerProcess worker = LogWorker.config(BROKER, "logs", 0, 2, 1_000, Ending.RETURN)
                .property("worker", "%X{worker}")
                .withoutJars(NOT_NEEDED)
                .start()) {
            assertThat(worker.awaitExit(Duration.ofSeconds(60)))
                    .as(worker.errors())
                    .isZero();
            assertThat(worker.errors().lines().filter(line -> !line.startsWith("SLF4J")))
                    .isEmpty();
        }
        assertThat(NumberedEvents.in(BROKER, "logs")).isEqualTo(Map.of("0", 1_000, "1", 1_000));
        NumberedEvents.audit(BROKER, "logs");
    }

    /** The only jar that reading settings needs besides: what to add is said, once, and logging goes on. */
    @Test
    void conf_withoutJacksonCoreIsOneError() {
        BROKER.topics().create("logs-without-jackson", 2);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
        try (WorkerProcess worker = LogWorker.config(BROKER, "logs-without-jackson", 0, 2, 1_000, Ending.RETURN)
                .property("worker", "%X{worker}")
                .property("conf", "true")
                .withoutJars(NOT_NEEDED)
                .start()) {
            assertThat(worker.awaitExit(Duration.ofSeconds(60)))
                    .as(worker.errors())
                    .isZero();
            assertThat(worker.errors().lines().filter(line -> !line.startsWith("SLF4J")))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("ERROR loglane Kafka: the topic conf is not read; expecting: "
                            + "com.fasterxml.jackson.core:jackson-core on the class path");
        }
        assertThat(NumberedEvents.in(BROKER, "logs-without-jackson")).isEqualTo(Map.of("0", 1_000, "1", 1_000));
        NumberedEvents.audit(BROKER, "logs-without-jackson");
    }

    /** So that the test above cannot pass by jars that have another name. */
    @Test
    void classesOfTheOptionalJars_areNotThere() {
        try (WorkerProcess finder =
                WorkerProcess.of(Finder.class).withoutJars(NOT_NEEDED).start()) {
            assertThat(finder.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(finder.lines()).isEmpty();
        }
    }

    /** Prints which of these classes there are. */
    static final class Finder {
        private Finder() {}

        public static void main(String[] args) {
            for (String name : new String[] {
                "org.apache.logging.log4j.layout.template.json.JsonTemplateLayout",
                "com.fasterxml.jackson.core.JsonFactory",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "picocli.CommandLine",
                "com.lmax.disruptor.RingBuffer",
                "ch.qos.logback.classic.Logger",
                "ch.qos.logback.core.Appender",
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
