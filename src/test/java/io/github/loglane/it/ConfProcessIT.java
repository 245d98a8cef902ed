package io.github.loglane.it;

import static org.awaitility.Awaitility.await;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settings in processes of their own, which are killed, started again, or come late. */
class ConfProcessIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private String topic;

    @BeforeEach
    void createTopics(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        BROKER.topics().create("logs-" + topic, 1);
        BROKER.topics().create(topic, 1, 1, Map.of("cleanup.policy", "compact"));
    }

    private WorkerProcess start(int worker) {
        return WorkerProcess.of(ConfWorker.class)
                .property("log4j2.configurationFile", "classpath:io/github/loglane/it/conf-worker.xml")
                .property("bootstrap", BROKER.bootstrapServers())
                .property("worker", String.valueOf(worker))
                .property("topic", "logs-" + topic)
                .property("conf", topic)
                .start();
    }

    private void publish(ConfMessage message) throws Exception {
        long ignored = ConfPublisher.of(topic, Map.of("bootstrap.servers", BROKER.bootstrapServers()))
                .publish(message, Duration.ofSeconds(30));
    }

    private void publish(ConfLevel level) throws Exception {
        publish(ConfMessage.level("com.acme", level).build());
    }

    private void publish(String config, String json) throws Exception {
        publish(ConfMessage.config(config, json).build());
    }

    private static void awaitState(WorkerProcess process, String state) {
        await("state " + state).atMost(TIMEOUT).until(() -> {
            int before = process.lines().size();
            process.send("state");
            await().atMost(TIMEOUT).until(() -> process.lines().size() > before);
            return process.lines().get(before).equals(state);
        });
    }

    @Test
    void restartedAndLateProcesses_haveWhatIsInForce() throws Exception {
        publish(ConfLevel.WARN);
        publish("c1", "1");
        publish("c2", "2");
        publish("c1", "3");
        try (WorkerProcess early = start(1)) {
            awaitState(early, "WARN c1=3 c2=2");
            early.kill();
        }
        publish(ConfMessage.reset(ConfKey.parse("*#config/c2")));
        publish("c4", "4");
        publish(ConfLevel.INFO);
        try (WorkerProcess again = start(1);
                WorkerProcess late = start(2)) {
            awaitState(again, "INFO c1=3 c4=4");
            awaitState(late, "INFO c1=3 c4=4");
            publish("c1", "5");
            awaitState(again, "INFO c1=5 c4=4");
            awaitState(late, "INFO c1=5 c4=4");
        }
    }

    @Test
    void setting_endsWhileTheBrokerIsKilled() throws Exception {
        publish(ConfLevel.WARN);
        try (WorkerProcess process = start(1)) {
            awaitState(process, "WARN");
            publish(ConfMessage.level("com.acme", ConfLevel.DEBUG)
                    .expiresIn(Duration.ofSeconds(20))
                    .build());
            awaitState(process, "DEBUG");
            BROKER.kill();
            try {
                awaitState(process, "ERROR");
            } finally {
                BROKER.start();
            }
            publish(ConfLevel.INFO);
            awaitState(process, "INFO");
        }
    }

    /** By Log4j's own Configurator, in between two settings. */
    @Test
    void levelThatTheApplicationSets_holdsUntilTheNextSettingAndAfterItsEnd() throws Exception {
        try (WorkerProcess process = start(1)) {
            awaitState(process, "ERROR");
            publish(ConfLevel.WARN);
            awaitState(process, "WARN");
            process.send("set INFO");
            awaitState(process, "INFO");
            publish("c1", "1");
            awaitState(process, "INFO c1=1");
            publish(ConfMessage.level("com.acme", ConfLevel.OFF).force(true).build());
            awaitState(process, "OFF c1=1");
            publish(ConfMessage.reset(ConfKey.parse("*#level/com.acme")));
            awaitState(process, "INFO c1=1");
        }
    }
}
