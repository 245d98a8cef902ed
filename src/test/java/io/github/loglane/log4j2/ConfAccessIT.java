package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.ConfRig.TIMEOUT;
import static io.github.loglane.log4j2.ConfRig.awaitLevel;
import static io.github.loglane.log4j2.ConfRig.configuration;
import static io.github.loglane.log4j2.ConfRig.properties;
import static io.github.loglane.log4j2.ConfRig.warn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfScope;
import io.github.loglane.front.Answers;
import io.github.loglane.testkit.BrokerProcess;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may read settings, and what happens to who may not. */
class ConfAccessIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().secured().build();

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private ConfRig rig;

    @BeforeEach
    void rig(TestInfo test) {
        rig = new ConfRig(BROKER, test);
    }

    @Test
    void reader_hasCredentialsOfItsOwnWhichAReconfigurationChanges() throws Exception {
        rig.createTopics();
        BROKER.access().putUser("writer", "pa55-writer");
        BROKER.access().allow("writer", rig.logs, AclOperation.WRITE, AclOperation.DESCRIBE);
        BROKER.access().putUser("reader", "pa55-reader");
        BROKER.access().allow("reader", rig.conf, AclOperation.READ, AclOperation.DESCRIBE);
        BROKER.access().putUser("successor", "pa55-successor");
        BROKER.access().allow("successor", rig.conf, AclOperation.READ, AclOperation.DESCRIBE);
        rig.publish(warn(ConfScope.ALL));
        String writes = properties("", BROKER.access().clientConfig("writer", "pa55-writer"));
        String two = "<Configuration><Appenders>%s%s</Appenders><Loggers><Root level='error'>"
                + "<AppenderRef ref='Kafka'/></Root></Loggers></Configuration>";
        String reads = writes + properties("conf.", BROKER.access().clientConfig("reader", "pa55-reader"));
        LoggerContext context =
                log4j.start(two.formatted(rig.appender("Kafka", "", reads), rig.appender("Other", "", reads)));
        awaitLevel(context, Level.WARN);
        assertThat(Answers.until(BROKER, rig.logs, "0 applied")).containsExactly("0 applied");
        String changed = writes + properties("conf.", BROKER.access().clientConfig("successor", "pa55-successor"));
        log4j.reconfigure(
                context, two.formatted(rig.appender("Kafka", "", changed), rig.appender("Other", "", changed)));
        BROKER.access().revokeAll("reader");
        // a request that was under way may still get this one
        rig.publish(ConfMessage.config("barrier", "1").build());
        List<String> before = Answers.until(BROKER, rig.logs, "1 applied");
        assertThat(before)
                .as("no answer is given again by the new reader")
                .containsExactlyInAnyOrder("0 applied", "1 applied");
        rig.publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        awaitLevel(context, Level.INFO);
        assertThat(log4j.warnings("")).noneMatch(line -> line.contains("pa55"));
    }

    /** The client says so at each try, on our thread: that becomes a line a minute, and the tries get rare. */
    @Test
    void rightTakenAway_isAskedForLessAndLessOften() throws Exception {
        rig.createTopics();
        BROKER.access().putUser("fay", "f1");
        BROKER.access().allow("fay", rig.logs, AclOperation.WRITE, AclOperation.DESCRIBE);
        BROKER.access().allow("fay", rig.conf, AclOperation.READ, AclOperation.DESCRIBE);
        LoggerContext context = log4j.start(configuration(
                "error",
                rig.appender("Kafka", "", properties("", BROKER.access().clientConfig("fay", "f1")))));
        rig.publish(warn(ConfScope.ALL));
        awaitLevel(context, Level.WARN);
        try (DeniedTries tries = new DeniedTries(rig.conf)) {
            BROKER.access().revokeAll("fay");
            BROKER.access().allow("fay", rig.logs, AclOperation.WRITE, AclOperation.DESCRIBE);
            await().atMost(Duration.ofMinutes(3)).until(() -> tries.longestPauseMillis() > 5_000);
            System.out.println("conf: denied after ms: " + tries);
            assertThat(tries.count()).as(tries.toString()).isLessThan(100);
        }
        assertThat(context.getLogger("com.acme").getLevel()).isEqualTo(Level.WARN);
        assertThat(log4j.warnings("cannot be read").size()).isBetween(1, 4);
        BROKER.access().allow("fay", rig.conf, AclOperation.READ, AclOperation.DESCRIBE);
        rig.publish(ConfMessage.level("com.acme", ConfLevel.INFO).build());
        awaitLevel(context, Level.INFO);
    }

    @Test
    void denied_logsOnUndisturbedAndGetsTheSettingsOnceAllowed() throws Exception {
        rig.createTopics();
        BROKER.access().putUser("eve", "pa55word");
        BROKER.access().allow("eve", rig.logs, AclOperation.WRITE, AclOperation.DESCRIBE);
        rig.publish(warn(ConfScope.ALL));
        String reads = properties("", BROKER.access().clientConfig("eve", "pa55word"));
        LoggerContext context = log4j.start(configuration("error", rig.appender("Kafka", "", reads)));
        for (int i = 0; i < 500; i++) {
            context.getLogger("app").error("event {}", i);
        }
        await().atMost(TIMEOUT).until(() -> !log4j.warnings("cannot be read").isEmpty());
        BROKER.topics().reader(rig.logs).awaitCount(500, TIMEOUT);
        assertThat(log4j.warnings("")).noneMatch(line -> line.contains("pa55word"));
        assertThat(context.getLogger("com.acme").getLevel()).isEqualTo(Level.ERROR);
        BROKER.access().allow("eve", rig.conf, AclOperation.READ, AclOperation.DESCRIBE);
        awaitLevel(context, Level.WARN);
    }
}
