package io.github.loglane.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("jdk25")
class FaultProxyIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    private static int topics;

    private String topic;
    private FaultProxy proxy;

    @BeforeEach
    void open(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName() + topics++;
        proxy = new FaultProxy(BROKER.proxyRoute(), FaultPlan.NONE);
        BROKER.topics().create(topic, 2);
    }

    @AfterEach
    void close() {
        proxy.close();
        Awaitility.await().until(() -> proxyThreads().isEmpty());
        assertThat(proxy.connectionCount()).isZero();
    }

    @Test
    void idempotentProducer_under20PercentOfRetriableFaults_writesAllOnce() throws Exception {
        int count = 5_000;
        try (KafkaProducer<String, String> producer = producer(Map.of("batch.size", 300))) {
            get(send(producer, "first")); // a new producer id must not begin with a retry
            get(producer.send(new ProducerRecord<>(topic, 1, "first1", "v")));
            proxy.plan(FaultPlan.random(11, 0.20, Fault.NOT_LEADER, Fault.LOSE_ACK, Fault.CUT));
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, i % 2, Integer.toString(i), "value")));
            }
            for (Future<RecordMetadata> one : sent) {
                get(one);
            }
        }
        assertThat(keys()).hasSize(count + 2).doesNotHaveDuplicates();
        assertThat(proxy.count(Fault.Kind.ERROR)).isPositive();
        assertThat(proxy.count(Fault.Kind.LOSE_ACK)).isPositive();
        assertThat(proxy.count(Fault.Kind.CUT)).isPositive();
    }

    @Test
    void producer_underTheFullMix_canTrustItsAcks() throws Exception {
        Set<String> acked = new HashSet<>();
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            get(send(producer, "first"));
            proxy.plan(FaultPlan.random(12, 0.20));
            for (int i = 0; i < 200; i++) {
                String key = Integer.toString(i);
                try {
                    get(send(producer, key));
                    acked.add(key);
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
                }
            }
        }
        assertThat(acked).hasSizeBetween(150, 199);
        // more may be there: a lost ack, then a fatal error for the repetition
        assertThat(keys()).containsAll(acked).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NOT_LEADER_OR_FOLLOWER", "TOPIC_AUTHORIZATION_FAILED", "NOT_ENOUGH_REPLICAS", "INVALID_RECORD"})
    void error_isWhatTheProducerSees(Errors error) {
        proxy.plan(FaultPlan.sequence(Fault.error(error)));
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false, "retries", 0))) {
            assertThatThrownBy(() -> get(send(producer, "a")))
                    .hasCauseInstanceOf(error.exception().getClass());
        }
        assertThat(keys()).isEmpty();
        assertThat(proxy.count(Fault.Kind.ERROR)).isEqualTo(1);
        assertThat(proxy.count(Fault.Kind.PASS)).isZero();
    }

    @Test
    void notLeader_isRetried() throws Exception {
        proxy.plan(FaultPlan.sequence(Fault.NOT_LEADER));
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            get(send(producer, "a"));
        }
        assertThat(keys()).containsExactly("a");
        assertThat(proxy.count(Fault.Kind.ERROR)).isEqualTo(1);
        assertThat(proxy.count(Fault.Kind.PASS)).isEqualTo(1);
    }

    @Test
    void lostAck_ofAnIdempotentProducer_isOneRecord() throws Exception {
        proxy.plan(FaultPlan.sequence(Fault.PASS, Fault.LOSE_ACK));
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            get(send(producer, "a"));
            assertThat(get(send(producer, "b")).offset()).isEqualTo(1);
        }
        assertThat(keys()).containsExactly("a", "b");
        assertThat(proxy.count(Fault.Kind.LOSE_ACK)).isEqualTo(1);
    }

    /**
     * A broker may answer that it is not the leader for a moment after it has told everybody that it is: with that answer lost the
     * record is not in the topic.
     */
    private void sendFirst(KafkaProducer<String, String> producer) {
        Awaitility.await().ignoreExceptions().until(() -> get(send(producer, "first")) != null);
    }

    @Test
    void lostAck_withoutIdempotence_isTwoRecords() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false))) {
            sendFirst(producer);
            proxy.plan(FaultPlan.sequence(Fault.LOSE_ACK));
            get(send(producer, "a"));
        }
        assertThat(keys()).containsExactly("first", "a", "a");
    }

    @Test
    void lostAck_isAppendedAndNotAcked() {
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false, "retries", 0))) {
            sendFirst(producer);
            proxy.plan(FaultPlan.sequence(Fault.LOSE_ACK));
            assertThatThrownBy(() -> get(send(producer, "a"))).hasCauseInstanceOf(NetworkException.class);
        }
        assertThat(keys()).containsExactly("first", "a");
    }

    @Test
    void cut_isNeitherAppendedNorAcked() {
        proxy.plan(FaultPlan.sequence(Fault.CUT));
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false, "retries", 0))) {
            assertThatThrownBy(() -> get(send(producer, "a"))).hasCauseInstanceOf(NetworkException.class);
        }
        assertThat(keys()).isEmpty();
    }

    @Test
    void cut_isAfterTheAnswersToEarlierRequestsAndBeforeAllLaterOnes() throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false, "retries", 0))) {
            get(send(producer, "connected"));
            proxy.plan(FaultPlan.sequence(Fault.PASS, Fault.PASS, Fault.CUT));
            BROKER.pause();
            try {
                for (String key : List.of("a", "b", "cut")) {
                    sent.add(sendAlone(producer, key));
                }
                sent.add(send(producer, "late"));
            } finally {
                BROKER.resume();
            }
            get(sent.get(0));
            get(sent.get(1));
            assertThatThrownBy(() -> get(sent.get(2))).hasCauseInstanceOf(NetworkException.class);
            assertThatThrownBy(() -> get(sent.get(3))).hasCauseInstanceOf(NetworkException.class);
        }
        assertThat(keys()).containsExactly("connected", "a", "b");
    }

    @Test
    void ownAnswer_doesNotOvertakeThoseOfTheBroker() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false, "retries", 0))) {
            get(send(producer, "connected"));
            proxy.plan(FaultPlan.sequence(Fault.PASS, Fault.NOT_AUTHORIZED));
            Future<RecordMetadata> passed;
            Future<RecordMetadata> failed;
            BROKER.pause();
            try {
                passed = sendAlone(producer, "a");
                failed = sendAlone(producer, "b");
                assertThatThrownBy(() -> failed.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            } finally {
                BROKER.resume();
            }
            get(passed);
            assertThatThrownBy(() -> get(failed)).hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(keys()).containsExactly("connected", "a");
    }

    @Test
    void delay_holdsTheRequestBack() throws Exception {
        proxy.plan(FaultPlan.sequence(Fault.delay(Duration.ofMillis(700))));
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            long start = System.nanoTime();
            get(send(producer, "a"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(700));
        }
    }

    @Test
    void firstBatches_areFaultedOncePerProducerAndPartition() throws Exception {
        proxy.plan(FaultPlan.firstBatches(Fault.NOT_LEADER, FaultPlan.NONE));
        for (int i = 0; i < 3; i++) {
            try (KafkaProducer<String, String> producer = producer(Map.of())) {
                get(send(producer, "a"));
                get(send(producer, "b"));
            }
        }
        assertThat(proxy.count(Fault.Kind.ERROR)).isEqualTo(3);
        assertThat(proxy.count(Fault.Kind.PASS)).isEqualTo(6);
    }

    @Test
    void initProducerId_canBeDelayed() throws Exception {
        proxy.initProducerIdDelay(Duration.ofMillis(700));
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            long start = System.nanoTime();
            get(send(producer, "a"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(700));
        }
    }

    @Test
    void refuse_isAPortWithoutListener() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            get(send(producer, "a"));
            proxy.mode(FaultProxy.Mode.REFUSE);
            // the kernel ends a listener only when the thread that waits on it has woken up
            Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class));
            Awaitility.await().until(() -> proxy.connectionCount() == 0);
            Future<RecordMetadata> later = send(producer, "b");
            assertThatThrownBy(() -> later.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            proxy.mode(FaultProxy.Mode.PASS);
            get(later);
        }
        assertThat(keys()).containsExactly("a", "b");
    }

    @Test
    void blackhole_swallowsRequestsAndEndsTheirConnectionsAfterwards() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false, "retries", 0))) {
            get(send(producer, "a"));
            proxy.mode(FaultProxy.Mode.BLACKHOLE);
            connect().close();
            Future<RecordMetadata> swallowed = send(producer, "b");
            assertThatThrownBy(() -> swallowed.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            proxy.mode(FaultProxy.Mode.PASS);
            assertThatThrownBy(() -> get(swallowed)).hasCauseInstanceOf(NetworkException.class);
            get(send(producer, "c"));
        }
        assertThat(keys()).containsExactly("a", "c");
    }

    @Test
    void freeze_deliversLater() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of("enable.idempotence", false, "retries", 0))) {
            get(send(producer, "a"));
            proxy.mode(FaultProxy.Mode.FREEZE);
            Future<RecordMetadata> held = send(producer, "b");
            assertThatThrownBy(() -> held.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(keys()).containsExactly("a");
            proxy.mode(FaultProxy.Mode.PASS);
            get(held);
        }
        assertThat(keys()).containsExactly("a", "b");
    }

    private Socket connect() throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), BROKER.proxyRoute().clientPort());
    }

    private Future<RecordMetadata> send(KafkaProducer<String, String> producer, String key) {
        return producer.send(new ProducerRecord<>(topic, 0, key, "value"));
    }

    /** In a request of its own: even with {@code batch.size=1} two small records share a batch if they can. */
    private Future<RecordMetadata> sendAlone(KafkaProducer<String, String> producer, String key) {
        long before = proxy.requestCount();
        Future<RecordMetadata> sent = send(producer, key);
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> proxy.requestCount() == before + 1);
        return sent;
    }

    private static RecordMetadata get(Future<RecordMetadata> sent) throws Exception {
        return sent.get(60, TimeUnit.SECONDS);
    }

    private List<String> keys() {
        return BROKER.topics().reader(topic).all().stream().map(Read::key).toList();
    }

    private KafkaProducer<String, String> producer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "bootstrap.servers",
                proxy.bootstrapServers(),
                // by default a client without any broker forgets its metadata, and send() waits for new ones
                "metadata.recovery.strategy",
                "none",
                "enable.metrics.push",
                false,
                "linger.ms",
                0,
                "reconnect.backoff.ms",
                5,
                "reconnect.backoff.max.ms",
                20));
        all.putAll(config);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static List<String> proxyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fault-proxy"))
                .toList();
    }
}
