package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.ConfRig.TIMEOUT;
import static io.github.loglane.log4j2.ConfRig.awaitLevel;
import static io.github.loglane.log4j2.ConfRig.configuration;
import static io.github.loglane.log4j2.ConfRig.warn;
import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.loglane.Conf;
import io.github.loglane.LogPipeline;
import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfRegistration;
import io.github.loglane.conf.ConfScope;
import io.github.loglane.front.Answers;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import io.github.loglane.testkit.BrokerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Settings from a real topic to levels and listeners, and the answers back. */
class ConfIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private ConfRig rig;

    @BeforeEach
    void rig(TestInfo test) {
        rig = new ConfRig(BROKER, test);
    }

    private LoggerContext start() {
        return log4j.start(rig.simple());
    }

    @Test
    @Tag("jdk25")
    void setting_reachesRunningLateAndRestartedProcesses() throws Exception {
        rig.createTopics();
        rig.publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        LoggerContext late = start();
        awaitLevel(late, Level.INFO);
        rig.publish(warn(ConfScope.hostWorker("web-1", "3")));
        awaitLevel(late, Level.WARN);
        JsonNode record = Answers.record(BROKER, rig.logs, "1 applied");
        assertThat(record.get("message").asText()).isEqualTo("conf updated 3");
        assertThat(record.get("logger").asText()).isEqualTo("loglane.conf");
        assertThat(record.get("workerId").asInt()).isEqualTo(3);
        assertThat(record.get("conf").get("scope").asText()).isEqualTo("host/web-1/worker/3");
        assertThat(record.get("conf").get("id").asText()).isNotEmpty();
        late.stop(20, TimeUnit.SECONDS);
        LoggerContext again = start();
        awaitLevel(again, Level.WARN);
        rig.publish(ConfMessage.reset(ConfKey.parse("host/web-1/worker/3#level/com.acme")));
        awaitLevel(again, Level.INFO);
        log4j.reconfigure(again, rig.simple());
        awaitLevel(again, Level.INFO);
        rig.publish(ConfMessage.reset(ConfKey.parse("*#level/com.acme")));
        awaitLevel(again, Level.ERROR);
        assertThat(Answers.until(BROKER, rig.logs, "3 applied"))
                .as("each process answers each record once; the restarted one what is in force")
                .containsExactlyInAnyOrder(
                        "0 applied", "1 applied", "0 applied", "1 applied", "2 applied", "3 applied");
        assertThat(log4j.errors()).isEmpty();
        again.stop(20, TimeUnit.SECONDS);
        await().atMost(TIMEOUT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("loglane-conf-" + rig.conf)));
    }

    @Test
    void expiry_firesWithTheBrokerGone() throws Exception {
        rig.createTopics();
        LoggerContext context = start();
        rig.publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        awaitLevel(context, Level.INFO);
        rig.publish(ConfMessage.level("com.acme", ConfLevel.DEBUG)
                .in(ConfScope.host("web-1"))
                .expiresIn(Duration.ofSeconds(8))
                .build());
        awaitLevel(context, Level.DEBUG);
        BROKER.kill();
        try {
            awaitLevel(context, Level.INFO);
        } finally {
            BROKER.start();
        }
        assertThat(Answers.until(BROKER, rig.logs, "1 expired")).containsOnlyOnce("1 applied", "1 expired");
        rig.publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
    }

    @Test
    void twoAppendersAndTwoContexts_giveOneAnswer() throws Exception {
        rig.createTopics();
        String two =
                configuration("error", rig.appender("Kafka", rig.plain(), ""), rig.appender("Other", rig.plain(), ""));
        LoggerContext first = log4j.start(two);
        LoggerContext second = log4j.start(rig.simple());
        rig.publish(warn(ConfScope.ALL));
        awaitLevel(first, Level.WARN);
        awaitLevel(second, Level.WARN);
        LoggerContext third = log4j.start(rig.simple());
        awaitLevel(third, Level.WARN);
        rig.publish(ConfMessage.config("barrier", "1").build());
        assertThat(Answers.until(BROKER, rig.logs, "1 applied")).containsExactlyInAnyOrder("0 applied", "1 applied");
    }

    @Test
    void answer_passesLevelsFiltersAndANearlyFullRing() throws Exception {
        rig.createConf();
        String small = " journalBytes='1 MiB' maxRecordBytes='16 KiB'";
        LoggerContext context = log4j.start(configuration(
                "fatal",
                rig.appender(
                        "Kafka",
                        rig.plain() + small,
                        "<ThresholdFilter level='FATAL' onMatch='ACCEPT' onMismatch='DENY'/>")));
        LogPipeline pipeline = kafka(context).manager.pipeline;
        while (pipeline.journalUsedBytes() < pipeline.journalCapacityBytes() * 96 / 100) {
            context.getLogger("app").fatal("x".repeat(1000));
        }
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (ConfRegistration listener = Conf.listen("flags", change -> heard.add(change.json()))) {
            rig.publish(ConfMessage.config("flags", "{\"a\":1}").build());
            await().atMost(TIMEOUT).until(() -> !heard.isEmpty());
            assertThat(listener.toString()).contains("flags");
        }
        BROKER.topics().create(rig.logs, 2);
        assertThat(Answers.until(BROKER, rig.logs, "0 applied")).containsExactly("0 applied");
    }

    /** Who waits for an answer must not conclude that a setting was not applied. */
    @Test
    void answer_waitsForRoomInAFullRing() throws Exception {
        rig.createConf();
        LoggerContext context = log4j.start(configuration(
                "fatal", rig.appender("Kafka", rig.plain() + " journalBytes='1 MiB' maxRecordBytes='16 KiB'", "")));
        LogPipeline pipeline = kafka(context).manager.pipeline;
        Counters counters = pipeline.counters();
        for (int bytes = 10_000; bytes > 0; bytes /= 10) {
            long before = counters.dropped(DropCause.FULL).sum();
            while (counters.dropped(DropCause.FULL).sum() == before) {
                context.getLogger("app").fatal("x".repeat(bytes));
            }
        }
        long full = counters.dropped(DropCause.FULL).sum();
        rig.publish(warn(ConfScope.ALL));
        rig.publish(ConfMessage.level("com.other", ConfLevel.WARN).build());
        awaitLevel(context, Level.WARN);
        await().atMost(TIMEOUT)
                .until(() -> Level.WARN.equals(context.getLogger("com.other").getLevel()));
        BROKER.topics().create(rig.logs, 2);
        assertThat(Answers.until(BROKER, rig.logs, "1 applied")).containsExactly("0 applied", "1 applied");
        assertThat(counters.dropped(DropCause.FULL).sum())
                .as("an answer that waits is no loss")
                .isEqualTo(full);
        await().atMost(TIMEOUT).until(() -> pipeline.journalUsedBytes() == 0);
        assertThat(counters.offered().sum()).isEqualTo(counters.appended().sum() + counters.droppedSum());
    }

    /** The file changes on disk, as it does where an operator edits it. */
    @Test
    void fileThatLog4jLoadsAnew_isBelowWhatIsInForce(@TempDir Path dir) throws Exception {
        rig.createTopics();
        Path file = dir.resolve("log4j2.xml");
        String xml = rig.simple().replace("<Configuration>", "<Configuration monitorInterval='1'>");
        Files.writeString(file, xml);
        LoggerContext context = log4j.start(file);
        rig.publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
        Configuration first = context.getConfiguration();
        Files.writeString(file, xml.replace("level='error'", "level='info'"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
        await().atMost(TIMEOUT).until(() -> {
            // Log4j looks at its file only while somebody logs
            context.getLogger("com.acme.Shop").debug("not logged");
            return context.getConfiguration() != first;
        });
        assertThat(context.getLogger("com.acme.Shop").getLevel()).isEqualTo(Level.WARN);
        assertThat(context.getRootLogger().getLevel()).isEqualTo(Level.INFO);
        rig.publish(ConfMessage.reset(ConfKey.parse("*#level/com.acme")));
        awaitLevel(context, Level.INFO);
        assertThat(Answers.until(BROKER, rig.logs, "1 applied")).containsExactly("0 applied", "1 applied");
    }

    /** A process that is called something else from now on: other scopes are its own, and nothing is answered twice. */
    @Test
    void reconfiguration_takesOverWhatTheProcessIsCalled() throws Exception {
        rig.createTopics();
        rig.publish(warn(ConfScope.ALL));
        rig.publish(ConfMessage.level("com.acme", ConfLevel.INFO)
                .in(ConfScope.service("pay"))
                .build());
        LoggerContext context = start();
        awaitLevel(context, Level.WARN);
        log4j.reconfigure(
                context,
                configuration(
                        "error", rig.appender("Kafka", rig.plain(), "").replace("service='shop'", "service='pay'")));
        awaitLevel(context, Level.INFO);
        rig.publish(ConfMessage.config("barrier", "1").build());
        assertThat(Answers.until(BROKER, rig.logs, "2 applied"))
                .containsExactlyInAnyOrder("0 applied", "1 applied", "2 applied");
    }

    @Test
    void topic_missingExpandedAndMadeAnew() throws Exception {
        BROKER.topics().create(rig.logs, 2);
        LoggerContext context = start();
        context.getLogger("app").error("logs on");
        BROKER.topics().reader(rig.logs).awaitCount(2, TIMEOUT);
        rig.createConf();
        rig.publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
        BROKER.topics().expand(rig.conf, 2);
        rig.publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        awaitLevel(context, Level.INFO);
        BROKER.topics().delete(rig.conf);
        assertThat(context.getLogger("com.acme").getLevel()).isEqualTo(Level.INFO);
        rig.createConf();
        rig.publish(ConfMessage.level("com.other", ConfLevel.INFO).build());
        awaitLevel(context, Level.ERROR);
        await().atMost(TIMEOUT)
                .until(() -> Level.INFO.equals(context.getLogger("com.other").getLevel()));
    }

    @Test
    void topicThatIsNotCompacted_isOneWarning() throws Exception {
        BROKER.topics().create(rig.logs, 1);
        BROKER.topics().create(rig.conf, 1, 1, Map.of("cleanup.policy", "delete"));
        LoggerContext context = start();
        rig.publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
        await().atMost(TIMEOUT).until(() -> log4j.warnings("not compacted").size() == 1);
    }

    @Test
    void application_publishesAndListens() throws Exception {
        rig.createTopics();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (ConfRegistration before = Conf.listenToAll(change -> heard.add("all " + change.name()))) {
            assertThat(before).isNotNull();
            LoggerContext context = start();
            long offset = Conf.publish(
                    ConfMessage.config("flags", "{\"a\":1}").by("ann").build(), Duration.ofSeconds(30));
            assertThat(offset).isZero();
            await().atMost(TIMEOUT).until(() -> heard.contains("all flags"));
            try (ConfRegistration late = Conf.listen("flags", change -> {
                heard.add("late " + change.json() + change.by() + change.scope() + change.offset());
                throw new IllegalStateException("cannot use it");
            })) {
                assertThat(late).isNotNull();
                await().atMost(TIMEOUT).until(() -> heard.contains("late {\"a\":1}ann*0"));
            }
            assertThat(Answers.until(BROKER, rig.logs, "0 rejected"))
                    .containsExactlyInAnyOrder("0 applied", "0 rejected");
            context.stop(20, TimeUnit.SECONDS);
        }
        assertThat(List.copyOf(heard)).hasSize(2);
    }
}
