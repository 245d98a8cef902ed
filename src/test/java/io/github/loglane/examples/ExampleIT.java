package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.front.NumberedEvents;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Builds a copy of each example with the jar that was just built, and runs its tests with a real broker; and fat jars. */
class ExampleIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int EVENTS = 500;

    @TempDir
    Path directory;

    @BeforeAll
    static void topics() {
        BROKER.topics().create("logs", 2);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
    }

    @Test
    void conf_buildsAndChangesAFlagAndALevelLive() throws Exception {
        assertThat(test("conf"))
                .contains("Tests run: 4, Failures: 0, Errors: 0, Skipped: 0")
                .contains("\"message\":\"conf rejected")
                .contains("flags are now Flags[newCheckout=true, discountPercent=10]");
    }

    @Test
    void log4j2_buildsAndShowsARequestWithoutItsSecrets() throws Exception {
        String output = test("log4j2");
        assertThat(output)
                .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")
                .contains("\"url\":\"/orders/17?token=***&page=2\"")
                .doesNotContain("my-secret");
    }

    private String test(String example) throws Exception {
        try (ScratchBuild build = new ScratchBuild(Path.of("examples", example), directory)) {
            return build.maven(Map.of("KAFKA_BOOTSTRAP_SERVERS", BROKER.bootstrapServers()), "test");
        }
    }

    /** Of each front, in one jar with all else, and with loglane, Kafka's client and Jackson under other names. */
    @Test
    void fatJars_logAndTakeSettings() throws Exception {
        Path target;
        try (ScratchBuild build = new ScratchBuild(Path.of("src", "test", "fat-jar"), directory)) {
            String ignored = build.maven(Map.of(), "package");
            target = build.project().resolve("target");
        }
        ConfPublisher.of("conf", Map.of("bootstrap.servers", BROKER.bootstrapServers()))
                .publish(
                        ConfMessage.level("shop.Fat", ConfLevel.DEBUG)
                                .expiresIn(Duration.ofHours(1))
                                .build(),
                        TIMEOUT);
        checkRelocated(target.resolve("relocated.jar"));
        Map<String, WorkerProcess> workers = new TreeMap<>();
        try {
            for (String jar : new String[] {"fat", "relocated"}) {
                String logback = jar.equals("fat") ? "logback.xml" : "logback-relocated.xml";
                Path file = target.resolve(jar + ".jar");
                workers.put(jar + "-log4j2", app(jar + "-log4j2", file, "Log4jApp", "logback-none.xml"));
                workers.put(jar + "-logback", app(jar + "-logback", file, "LogbackApp", logback));
            }
            workers.forEach(ExampleIT::check);
        } finally {
            workers.values().forEach(WorkerProcess::close);
        }
    }

    private static WorkerProcess app(String topic, Path jar, String app, String logback) {
        BROKER.topics().create(topic, 2);
        BROKER.topics().create(topic + "-template", 2);
        return WorkerProcess.ofJar(jar, "com.example.fat." + app, String.valueOf(EVENTS))
                .property("bootstrap", BROKER.bootstrapServers())
                .property("topic", topic)
                .property("logback.configurationFile", logback)
                .jvmArg("-Xmx96m")
                .jvmArg("-XX:+UseSerialGC")
                .jvmArg("-XX:TieredStopAtLevel=1")
                .start();
    }

    private static void check(String topic, WorkerProcess worker) {
        assertThat(worker.awaitExit(TIMEOUT)).as(worker.errors()).isZero();
        assertThat(worker.errorsBeyondWarnings()).as(topic).isEmpty();
        assertThat(NumberedEvents.in(BROKER, topic)).isEqualTo(Map.of("0", EVENTS));
        NumberedEvents.audit(BROKER, topic);
        if (topic.endsWith("log4j2")) {
            assertThat(NumberedEvents.in(BROKER, topic + "-template")).isEqualTo(Map.of("0", EVENTS));
        }
    }

    private static void checkRelocated(Path jar) throws IOException {
        try (JarFile relocated = new JarFile(jar.toFile())) {
            assertThat(relocated.stream().map(JarEntry::getName))
                    .noneMatch(
                            name -> name.matches("(io/github/loglane|org/apache/kafka|com/fasterxml/jackson)/.*class"))
                    .contains("com/example/shaded/loglane/log4j2/WorkerKafkaAppender.class");
            JarEntry registration = relocated.getJarEntry("com/example/shaded/loglane/JmxRegistration.class");
            assertThat(new String(relocated.getInputStream(registration).readAllBytes(), StandardCharsets.ISO_8859_1))
                    .as("the MBeans' domain is relocated, as the README says")
                    .contains("com.example.shaded.loglane")
                    .doesNotContain("io.github.loglane");
        }
    }
}
