package io.github.loglane.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk25")
class BrokerProcessIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @RegisterExtension
    static final BrokerProcess BROKER =
            BrokerProcess.config().secured().with("message.max.bytes", "200000").build();

    @Test
    void killedBroker_comesBackOnTheSamePortWithItsData() throws Exception {
        String servers = BROKER.bootstrapServers();
        BROKER.topics().create("killed", 2);
        try (KafkaProducer<String, String> producer = producer(Map.of("bootstrap.servers", servers))) {
            producer.send(new ProducerRecord<>("killed", 1, "a", "before")).get();
            BROKER.kill();
            assertThat(BROKER.isRunning()).isFalse();
            Future<RecordMetadata> away = producer.send(new ProducerRecord<>("killed", 1, "b", "away"));
            BROKER.start();
            assertThat(BROKER.bootstrapServers()).isEqualTo(servers);
            away.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(BROKER.topics().reader("killed").all())
                .extracting(Read::partition, Read::offset, Read::key, Read::text)
                .containsExactly(tuple(1, 0L, "a", "before"), tuple(1, 1L, "b", "away"));
    }

    @Test
    void pausedBroker_answersNothingUntilItIsResumed() throws Exception {
        BROKER.topics().create("paused", 1);
        try (KafkaProducer<String, String> producer =
                producer(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            producer.send(new ProducerRecord<>("paused", "a", "1")).get();
            BROKER.pause();
            Future<RecordMetadata> held = producer.send(new ProducerRecord<>("paused", "b", "2"));
            try {
                assertThatThrownBy(() -> held.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            } finally {
                BROKER.resume();
            }
            assertThat(held.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).offset()).isEqualTo(1);
        }
    }

    @Test
    void stoppedBroker_startsAgain() {
        BROKER.topics().create("stopped", 1);
        BROKER.restart();
        assertThat(BROKER.topics().describe("stopped").partitions()).hasSize(1);
    }

    @Test
    void serverProperty_takesEffect() {
        BROKER.topics().create("small", 1);
        try (KafkaProducer<String, String> producer =
                producer(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("small", "x".repeat(300_000)))
                            .get())
                    .hasRootCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void user_mayDoWhatIsAllowedAndOnlyWithThePassword() throws Exception {
        BrokerAccess access = BROKER.access();
        BROKER.topics().create("guarded", 1);
        access.putUser("ann", "secret-1");
        try (KafkaProducer<String, String> producer = producer(access.clientConfig("ann", "secret-1"))) {
            assertFails(producer, TopicAuthorizationException.class);
            access.allow("ann", "guarded", AclOperation.WRITE, AclOperation.DESCRIBE);
            producer.send(new ProducerRecord<>("guarded", "a", "1")).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            access.revokeAll("ann");
            assertFails(producer, TopicAuthorizationException.class);
        }
        try (KafkaProducer<String, String> producer = producer(access.clientConfig("ann", "wrong"))) {
            assertFails(producer, SaslAuthenticationException.class);
        }
        access.removeUser("ann");
        try (KafkaProducer<String, String> producer = producer(access.clientConfig("ann", "secret-1"))) {
            assertFails(producer, SaslAuthenticationException.class);
        }
    }

    @Test
    void topic_canBeExpandedAndDeleted() {
        Topics topics = BROKER.topics();
        topics.create("moving", 2);
        topics.expand("moving", 5);
        assertThat(topics.describe("moving").partitions()).hasSize(5);
        topics.delete("moving");
        assertThatThrownBy(() -> topics.describe("moving")).hasMessageContaining("UnknownTopic");
    }

    @Test
    void reader_copesWith300000Records() {
        int count = 300_000;
        BROKER.topics().create("many", 4);
        try (KafkaProducer<String, String> producer = producer(
                Map.of("bootstrap.servers", BROKER.bootstrapServers(), "batch.size", 65_536, "linger.ms", 20))) {
            for (int i = 0; i < count; i++) {
                ProducerRecord<String, String> record =
                        new ProducerRecord<>("many", i % 4, Integer.toString(i), "value " + i);
                record.headers().add("w", new byte[] {'7'});
                Future<RecordMetadata> ignored = producer.send(record);
            }
        }
        List<Read> reads = BROKER.topics().reader("many").awaitDistinctKeys(count, TIMEOUT);
        assertThat(reads).hasSize(count).allMatch(read -> "7".equals(read.header("w")));
        assertThat(BROKER.topics().reader("many").all()).hasSize(count);
        assertThatThrownBy(() -> BROKER.topics().reader("many").awaitCount(count + 1, Duration.ofSeconds(3)))
                .hasMessageContaining("expecting: 300001 records in many within PT3S, found: ");
    }

    @Test
    void secondBroker_joinsTheCluster() {
        // a cluster of its own: until the controller misses it, a dead broker may be given the next topic
        try (BrokerProcess first = BrokerProcess.config().start();
                BrokerProcess second = BrokerProcess.config().joins(first, 2).start()) {
            first.topics().create("replicated", 1, 2, Map.of());
            assertThat(first.topics().describe("replicated").partitions().get(0).replicas())
                    .hasSize(2);
            second.kill();
            second.start();
        }
    }

    @Test
    void failedStart_showsTheEndOfTheLog() {
        try (BrokerProcess broken =
                BrokerProcess.config().with("num.io.threads", "none").build()) {
            assertThatThrownBy(broken::start)
                    .hasMessageContaining("ended at its start")
                    .hasMessageContaining("num.io.threads");
        }
    }

    @Test
    void closedBroker_leavesNothing() {
        BrokerProcess broker = BrokerProcess.config().start();
        broker.close();
        assertThat(broker.isRunning()).isFalse();
        assertThat(Files.exists(broker.log().getParent())).isFalse();
    }

    @Test
    void takenPort_isReplacedAtTheFirstStart() throws Exception {
        try (BrokerProcess broker = BrokerProcess.config().build();
                ServerSocket other = new ServerSocket()) {
            String taken = broker.bootstrapServers();
            int port = Integer.parseInt(taken.substring(taken.indexOf(':') + 1));
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            broker.start();
            assertThat(broker.bootstrapServers()).isNotEqualTo(taken);
        }
    }

    @Test
    void kcat_readsWhatWeWrote() throws Exception {
        Kcat.assumeInstalled();
        BROKER.topics().create("seen", 1);
        try (KafkaProducer<String, String> producer =
                producer(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            producer.send(new ProducerRecord<>("seen", "k", "v")).get();
        }
        assertThat(Kcat.read(BROKER.bootstrapServers(), "seen"))
                .singleElement()
                .satisfies(record -> assertThat(record.get("payload").asText()).isEqualTo("v"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void killedParent_takesItsBrokerAlong(boolean paused, @TempDir Path temp) {
        try (WorkerProcess parent = WorkerProcess.of(Parent.class, Boolean.toString(paused))
                .property("java.io.tmpdir", temp.toString())
                .start()) {
            String line = parent.awaitLine(l -> l.startsWith("broker "), TIMEOUT);
            ProcessHandle broker =
                    ProcessHandle.of(Long.parseLong(line.substring(7))).orElseThrow();
            parent.kill();
            Awaitility.await().atMost(TIMEOUT).until(() -> !broker.isAlive());
        }
    }

    /** Has a broker and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            try (BrokerProcess broker = BrokerProcess.config().start()) {
                if (Boolean.parseBoolean(args[0])) {
                    broker.pause();
                }
                System.out.println("broker " + broker.pid());
                String ignored = WorkerMain.nextLine();
            }
        }
    }

    private static void assertFails(KafkaProducer<String, String> producer, Class<? extends Exception> expected) {
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>("guarded", "x", "x"))
                        .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(expected);
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("enable.metrics.push", false);
        all.put("reconnect.backoff.max.ms", 200);
        // by default a client without any broker forgets its metadata, and send() waits for new ones
        all.put("metadata.recovery.strategy", "none");
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }
}
