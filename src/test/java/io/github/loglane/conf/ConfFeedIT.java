package io.github.loglane.conf;

import static io.github.loglane.conf.FakeProcess.utf8;
import static io.github.loglane.conf.FakeProcess.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.status.StatusReporter;
import io.github.loglane.testkit.BrokerProcess;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to a real topic while a process reads it, turn by turn; time passes when the test says so. */
class ConfFeedIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final ConfIdentity SELF = new ConfIdentity("web-1", "shop", "3", false);
    private static final Map<String, String> COMPACT =
            Map.of("cleanup.policy", "compact", "max.message.bytes", "4194304");
    private static final String WARN = value("\"WARN\"");

    /** After which the topic is looked at again. */
    private static final Duration LOOK = Duration.ofSeconds(31);

    private final FakeClock clock = new FakeClock();
    private final FakeProcess process = new FakeProcess(SELF, clock);
    private final List<String> status = new CopyOnWriteArrayList<>();
    private final AtomicInteger replays = new AtomicInteger();
    private String topic;
    private ConfFeed feed;

    @BeforeEach
    void open(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        ConfSettings settings =
                ConfSettings.of(topic, Map.of("bootstrap.servers", BROKER.bootstrapServers()), Map.of());
        StatusReporter reporter = new StatusReporter("test", (grade, line) -> status.add(line));
        feed = new ConfFeed(
                settings,
                process.applier,
                reporter,
                clock,
                new TopicWatch(settings, reporter, clock),
                from -> new CountingConsumer(from.consumer(), replays));
        create();
    }

    /** Counts how often it is sent back to the beginning. */
    private static final class CountingConsumer extends KafkaConsumer<byte[], byte[]> {
        private final AtomicInteger replays;

        CountingConsumer(Map<String, Object> settings, AtomicInteger replays) {
            super(settings);
            this.replays = replays;
        }

        @Override
        public void seekToBeginning(Collection<TopicPartition> partitions) {
            replays.incrementAndGet();
            super.seekToBeginning(partitions);
        }
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private void create() {
        BROKER.topics().create(topic, 1, 1, COMPACT);
    }

    private void publish(String key, String value) throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                BROKER.bootstrapServers(),
                "max.request.size",
                "8388608",
                "enable.metrics.push",
                false);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, utf8(key), value == null ? null : utf8(value)))
                    .get();
        }
    }

    /** The broker refuses it for a topic that is compacted only. */
    private void deleteBefore(long offset) throws Exception {
        try (Admin admin = BROKER.admin()) {
            AlterConfigOp both =
                    new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact,delete"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(both)))
                    .all()
                    .get();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsMatching(e -> e.getCause() instanceof PolicyViolationException)
                    .until(() -> offset == lowWatermark(admin, offset));
        }
    }

    private long lowWatermark(Admin admin, long offset) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                .lowWatermarks()
                .get(partition)
                .get()
                .lowWatermark();
    }

    private void turnUntil(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).until(() -> {
            try {
                feed.turn(Duration.ofMillis(50).toNanos());
            } catch (org.apache.kafka.common.errors.TimeoutException again) {
                return false;
            }
            return condition.call();
        });
    }

    /** By a record that comes behind all that was published before. */
    private void turnUntilAllIsRead(int number) throws Exception {
        publish("*#config/barrier", value(String.valueOf(number)));
        turnUntil(() -> String.valueOf(number).equals(process.configs.get("barrier")));
    }

    /** Until the topic's id and beginning are known. */
    private void turnUntilTheTopicIsKnown() {
        turnUntil(() -> feed.knowsTopic());
    }

    @Test
    void recordsDeletedBeforeTheyWereRead_takeNothingWithThem() throws Exception {
        publish("*#level/a", WARN);
        publish("*#level/b", WARN);
        turnUntil(() -> process.levels.size() == 2);
        // as after a failure, so that no request is under way
        feed.close();
        publish("*#level/a", null);
        publish("*#level/b", value("\"ERROR\""));
        publish("*#level/b", WARN);
        deleteBefore(4);
        turnUntil(() -> !process.levels.containsKey("a"));
        assertThat(process.levels).containsOnlyKeys("b").containsEntry("b", "WARN");
        turnUntilAllIsRead(1);
        assertThat(process.answerLines()).containsExactly("0 applied", "1 applied", "4 applied", "5 applied");
    }

    @Test
    void recordsDeletedUnderARunningListener_areNoLongerInForce() throws Exception {
        publish("*#level/a", WARN);
        publish("*#level/b", WARN);
        turnUntilAllIsRead(1);
        turnUntilTheTopicIsKnown();
        deleteBefore(1);
        clock.pass(LOOK);
        turnUntil(() -> !process.levels.containsKey("a"));
        turnUntilAllIsRead(2);
        assertThat(process.levels).containsOnlyKeys("b");
        assertThat(status).filteredOn(line -> line.contains("were deleted")).hasSize(1);
        assertThat(process.answerLines()).containsExactly("0 applied", "1 applied", "2 applied", "3 applied");
    }

    @Test
    void allRecordsDeleted_givesNothingInForceAndGoesOn() throws Exception {
        publish("*#level/a", WARN);
        turnUntilAllIsRead(1);
        turnUntilTheTopicIsKnown();
        deleteBefore(2);
        clock.pass(LOOK);
        turnUntil(() -> process.levels.isEmpty() && process.configs.isEmpty());
        turnUntilAllIsRead(2);
    }

    @Test
    void topicMadeAnew_countsWhateverItsLength() throws Exception {
        publish("*#level/a", WARN);
        publish("*#level/bad", "{");
        turnUntilAllIsRead(1);
        turnUntilTheTopicIsKnown();
        // shorter, as long, longer than what was read
        for (int records = 1; records <= 5; records += 2) {
            BROKER.topics().delete(topic);
            create();
            publish("*#level/bad", "{");
            for (int i = 1; i < records; i++) {
                publish("*#level/l" + records + "-" + i, WARN);
            }
            clock.pass(LOOK);
            int inForce = records - 1;
            turnUntil(() -> process.levels.size() == inForce && !process.configs.containsKey("barrier"));
            turnUntilAllIsRead(10 + records);
            turnUntilTheTopicIsKnown();
            String first = "l" + records + "-1";
            assertThat(process.levels.containsKey(first)).isEqualTo(records > 1);
        }
        assertThat(process.answerLines())
                .filteredOn(line -> line.startsWith("0 rejected"))
                .as("once for each topic")
                .hasSize(3);
    }

    @Test
    void topicExpandedToTwoPartitions_isReadOnAndReported() throws Exception {
        publish("*#level/a", WARN);
        turnUntilAllIsRead(1);
        turnUntilTheTopicIsKnown();
        BROKER.topics().expand(topic, 2);
        clock.pass(LOOK);
        turnUntil(() -> status.stream().anyMatch(line -> line.contains("has 2 partitions; only partition 0 is read")));
        publish("*#level/b", WARN);
        turnUntilAllIsRead(2);
        assertThat(process.levels).containsOnlyKeys("a", "b");
        assertThat(process.answers).hasSize(4);
    }

    @Test
    void recordAboveOneMebibyte_isRejectedAndTheNextOneApplied() throws Exception {
        publish("*#config/big", value('"' + "x".repeat(2 << 20) + '"'));
        publish("*#level/a", WARN);
        turnUntilAllIsRead(1);
        publish("*#config/big", value('"' + "x".repeat(3 << 20) + '"'));
        publish("*#config/" + "n".repeat(5000), value("1"));
        turnUntilAllIsRead(2);
        assertThat(process.levels).containsOnlyKeys("a");
        assertThat(process.configs).containsOnlyKeys("barrier");
        assertThat(process.answerLines())
                .anyMatch(line -> line.startsWith("0 rejected expecting: a value of at most 1048576 bytes"))
                .anyMatch(line -> line.startsWith("3 rejected expecting: a value of at most 1048576 bytes"))
                .anyMatch(line -> line.startsWith("4 rejected expecting: a key of at most 4096 bytes"))
                .hasSize(6);
    }

    @Test
    void otherClientSettings_goOnWhereItIs() throws Exception {
        publish("*#level/a", WARN);
        turnUntilAllIsRead(1);
        feed.use(ConfSettings.of(
                topic, Map.of("bootstrap.servers", BROKER.bootstrapServers()), Map.of("fetch.max.bytes", "1000000")));
        publish("*#level/b", WARN);
        turnUntilAllIsRead(2);
        assertThat(process.calls).containsExactly("a=WARN", "barrier=1", "b=WARN", "barrier=2");
    }

    /** Marks of deletions may be gone after a long silence, so all is compared; nothing new is answered. */
    @Test
    void longSilence_readsAllAgainAndAnswersNothing() throws Exception {
        publish("*#level/a", WARN);
        publish("*#level/bad", "{");
        turnUntilAllIsRead(1);
        turnUntilTheTopicIsKnown();
        int answers = process.answers.size();
        assertThat(replays).hasValue(1);
        clock.pass(Duration.ofMinutes(31));
        turnUntil(() -> replays.get() == 2);
        turnUntilAllIsRead(2);
        assertThat(process.answers).hasSize(answers + 1);
        assertThat(process.calls).containsExactly("a=WARN", "barrier=1", "barrier=2");
    }
}
