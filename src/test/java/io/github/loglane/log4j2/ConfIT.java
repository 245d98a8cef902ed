package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.loglane.Conf;
import io.github.loglane.LogPipeline;
import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.conf.ConfRegistration;
import io.github.loglane.conf.ConfScope;
import io.github.loglane.testkit.BrokerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settings from a real topic to levels and listeners, and the answers back. */
class ConfIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().secured().build();

    private static final Map<String, String> COMPACT = Map.of("cleanup.policy", "compact");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private String logs;
    private String conf;

    @BeforeEach
    void topics(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        logs = "logs-" + name;
        conf = "conf-" + name;
    }

    private void createTopics() {
        BROKER.topics().create(logs, 2);
        createConf();
    }

    private void createConf() {
        BROKER.topics().create(conf, 1, 1, COMPACT);
    }

    private String appender(String name, String more, String within) {
        return "<WorkerKafka name='" + name + "' topic='" + logs + "' conf='true' confTopic='" + conf
                + "' hostname='web-1'" + " service='shop' workerId='3' " + more + ">" + within + "</WorkerKafka>";
    }

    private String plain() {
        return "bootstrapServers='" + BROKER.bootstrapServers() + "'";
    }

    private static String configuration(String rootLevel, String... appenders) {
        return "<Configuration><Appenders>" + String.join("", appenders) + "</Appenders><Loggers><Root level='"
                + rootLevel + "'><AppenderRef ref='Kafka'/></Root></Loggers></Configuration>";
    }

    private LoggerContext start() {
        return log4j.start(configuration("error", appender("Kafka", plain(), "")));
    }

    private long publish(ConfMessage message) throws Exception {
        return ConfPublisher.of(conf, Map.of("bootstrap.servers", BROKER.bootstrapServers()))
                .publish(message, Duration.ofSeconds(30));
    }

    private static ConfMessage warn(ConfScope scope) throws Exception {
        return ConfMessage.level("com.acme", ConfLevel.WARN)
                .in(scope)
                .by("test")
                .build();
    }

    private static void awaitLevel(LoggerContext context, Level level) {
        await().atMost(TIMEOUT)
                .until(() -> level.equals(context.getLogger("com.acme.Shop").getLevel()));
    }

    @Test
    @Tag("jdk25")
    void setting_reachesRunningLateAndRestartedProcesses() throws Exception {
        createTopics();
        publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        LoggerContext late = start();
        awaitLevel(late, Level.INFO);
        publish(warn(ConfScope.hostWorker("web-1", "3")));
        awaitLevel(late, Level.WARN);
        JsonNode record = Answers.record(BROKER, logs, "1 applied");
        assertThat(record.get("message").asText()).isEqualTo("conf updated 3");
        assertThat(record.get("logger").asText()).isEqualTo("loglane.conf");
        assertThat(record.get("workerId").asInt()).isEqualTo(3);
        assertThat(record.get("conf").get("scope").asText()).isEqualTo("host/web-1/worker/3");
        assertThat(record.get("conf").get("id").asText()).isNotEmpty();
        late.stop(20, TimeUnit.SECONDS);
        LoggerContext again = start();
        awaitLevel(again, Level.WARN);
        publish(ConfMessage.reset(ConfKey.parse("host/web-1/worker/3#level/com.acme")));
        awaitLevel(again, Level.INFO);
        log4j.reconfigure(again, configuration("error", appender("Kafka", plain(), "")));
        awaitLevel(again, Level.INFO);
        publish(ConfMessage.reset(ConfKey.parse("*#level/com.acme")));
        awaitLevel(again, Level.ERROR);
        assertThat(Answers.until(BROKER, logs, "3 applied"))
                .as("each process answers each record once; the restarted one what is in force")
                .containsExactlyInAnyOrder(
                        "0 applied", "1 applied", "0 applied", "1 applied", "2 applied", "3 applied");
        assertThat(log4j.errors()).isEmpty();
        again.stop(20, TimeUnit.SECONDS);
        await().atMost(TIMEOUT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("loglane-conf-" + conf)));
    }

    @Test
    void expiry_firesWithTheBrokerGone() throws Exception {
        createTopics();
        LoggerContext context = start();
        publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        awaitLevel(context, Level.INFO);
        publish(ConfMessage.level("com.acme", ConfLevel.DEBUG)
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
        assertThat(Answers.until(BROKER, logs, "1 expired")).containsOnlyOnce("1 applied", "1 expired");
        publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
    }

    @Test
    void twoAppendersAndTwoContexts_giveOneAnswer() throws Exception {
        createTopics();
        String two = configuration("error", appender("Kafka", plain(), ""), appender("Other", plain(), ""));
        LoggerContext first = log4j.start(two);
        LoggerContext second = log4j.start(configuration("error", appender("Kafka", plain(), "")));
        publish(warn(ConfScope.ALL));
        awaitLevel(first, Level.WARN);
        awaitLevel(second, Level.WARN);
        LoggerContext third = log4j.start(configuration("error", appender("Kafka", plain(), "")));
        awaitLevel(third, Level.WARN);
        publish(ConfMessage.config("barrier", "1").build());
        assertThat(Answers.until(BROKER, logs, "1 applied")).containsExactlyInAnyOrder("0 applied", "1 applied");
    }

    @Test
    void answer_passesLevelsFiltersAndANearlyFullRing() throws Exception {
        createConf();
        String small = " journalBytes='1 MiB' maxRecordBytes='16 KiB'";
        LoggerContext context = log4j.start(configuration(
                "fatal",
                appender(
                        "Kafka",
                        plain() + small,
                        "<ThresholdFilter level='FATAL' onMatch='ACCEPT' onMismatch='DENY'/>")));
        LogPipeline pipeline = kafka(context).manager.pipeline;
        while (pipeline.journalUsedBytes() < pipeline.journalCapacityBytes() * 96 / 100) {
            context.getLogger("app").fatal("x".repeat(1000));
        }
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (ConfRegistration listener = Conf.listen("flags", change -> heard.add(change.json()))) {
            publish(ConfMessage.config("flags", "{\"a\":1}").build());
            await().atMost(TIMEOUT).until(() -> !heard.isEmpty());
            assertThat(listener.toString()).contains("flags");
        }
        BROKER.topics().create(logs, 2);
        assertThat(Answers.until(BROKER, logs, "0 applied")).containsExactly("0 applied");
    }

    @Test
    void denied_logsOnUndisturbedAndGetsTheSettingsOnceAllowed() throws Exception {
        createTopics();
        BROKER.access().putUser("eve", "pa55word");
        BROKER.access().allow("eve", logs, AclOperation.WRITE, AclOperation.DESCRIBE);
        publish(warn(ConfScope.ALL));
        StringBuilder properties = new StringBuilder();
        BROKER.access()
                .clientConfig("eve", "pa55word")
                .forEach((name, value) -> properties
                        .append("<Property name='" + name + "'>")
                        .append(value)
                        .append("</Property>"));
        LoggerContext context = log4j.start(configuration("error", appender("Kafka", "", properties.toString())));
        for (int i = 0; i < 500; i++) {
            context.getLogger("app").error("event {}", i);
        }
        await().atMost(TIMEOUT).until(() -> !log4j.warnings("cannot be read").isEmpty());
        BROKER.topics().reader(logs).awaitCount(500, TIMEOUT);
        assertThat(log4j.warnings("")).noneMatch(line -> line.contains("pa55word"));
        assertThat(context.getLogger("com.acme").getLevel()).isEqualTo(Level.ERROR);
        BROKER.access().allow("eve", conf, AclOperation.READ, AclOperation.DESCRIBE);
        awaitLevel(context, Level.WARN);
    }

    @Test
    void topic_missingExpandedAndMadeAnew() throws Exception {
        BROKER.topics().create(logs, 2);
        LoggerContext context = start();
        context.getLogger("app").error("logs on");
        BROKER.topics().reader(logs).awaitCount(2, TIMEOUT);
        createConf();
        publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
        BROKER.topics().expand(conf, 2);
        publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        awaitLevel(context, Level.INFO);
        BROKER.topics().delete(conf);
        assertThat(context.getLogger("com.acme").getLevel()).isEqualTo(Level.INFO);
        createConf();
        publish(ConfMessage.level("com.other", ConfLevel.INFO).build());
        awaitLevel(context, Level.ERROR);
        await().atMost(TIMEOUT)
                .until(() -> Level.INFO.equals(context.getLogger("com.other").getLevel()));
    }

    @Test
    void topicThatIsNotCompacted_isOneWarning() throws Exception {
        BROKER.topics().create(logs, 1);
        BROKER.topics().create(conf, 1, 1, Map.of("cleanup.policy", "delete"));
        LoggerContext context = start();
        publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
        await().atMost(TIMEOUT).until(() -> log4j.warnings("not compacted").size() == 1);
    }

    @Test
    void application_publishesAndListens() throws Exception {
        createTopics();
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
            assertThat(Answers.until(BROKER, logs, "0 rejected")).containsExactlyInAnyOrder("0 applied", "0 rejected");
            context.stop(20, TimeUnit.SECONDS);
        }
        assertThat(List.copyOf(heard)).hasSize(2);
    }
}
