package io.github.loglane.log4j2;

import static org.awaitility.Awaitility.await;

import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.conf.ConfScope;
import io.github.loglane.testkit.BrokerProcess;
import java.time.Duration;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.TestInfo;

/** The two topics of one test, and what is configured and published for them. */
final class ConfRig {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    final String logs;
    final String conf;
    private final BrokerProcess broker;

    ConfRig(BrokerProcess broker, TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        this.broker = broker;
        logs = "logs-" + name;
        conf = "conf-" + name;
    }

    void createTopics() {
        broker.topics().create(logs, 2);
        createConf();
    }

    void createConf() {
        broker.topics().create(conf, 1, 1, Map.of("cleanup.policy", "compact"));
    }

    String appender(String name, String more, String within) {
        return "<WorkerKafka name='" + name + "' topic='" + logs + "' conf='true' confTopic='" + conf
                + "' hostname='web-1'" + " service='shop' workerId='3' " + more + ">" + within + "</WorkerKafka>";
    }

    String plain() {
        return "bootstrapServers='" + broker.bootstrapServers() + "'";
    }

    /** With its appender alone, at level ERROR. */
    String simple() {
        return configuration("error", appender("Kafka", plain(), ""));
    }

    static String configuration(String rootLevel, String... appenders) {
        return "<Configuration><Appenders>" + String.join("", appenders) + "</Appenders><Loggers><Root level='"
                + rootLevel + "'><AppenderRef ref='Kafka'/></Root></Loggers></Configuration>";
    }

    /** Properties of an appender; {@code own} is before each name. */
    static String properties(String own, Map<String, Object> settings) {
        StringBuilder properties = new StringBuilder();
        settings.forEach((name, value) -> properties
                .append("<Property name='" + own + name + "'>")
                .append(value)
                .append("</Property>"));
        return properties.toString();
    }

    long publish(ConfMessage message) throws Exception {
        return ConfPublisher.of(conf, Map.of("bootstrap.servers", broker.bootstrapServers()))
                .publish(message, Duration.ofSeconds(30));
    }

    static ConfMessage warn(ConfScope scope) throws Exception {
        return ConfMessage.level("com.acme", ConfLevel.WARN)
                .in(scope)
                .by("test")
                .build();
    }

    static void awaitLevel(LoggerContext context, Level level) {
        await().atMost(TIMEOUT)
                .until(() -> level.equals(context.getLogger("com.acme.Shop").getLevel()));
    }
}
