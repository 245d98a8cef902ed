package io.github.loglane.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.tools.EpochAudit.Hole;
import io.github.loglane.tools.EpochAudit.Judgement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The audit of hand-made records in a real broker. */
@Tag("jdk25")
@Timeout(120)
class AuditIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final int PARTITIONS = 4;

    private String topic;
    private KafkaProducer<String, String> producer;
    private final Queue<Future<?>> sent = new ArrayDeque<>();

    @BeforeEach
    void open(TestInfo info) {
        topic = info.getTestMethod().orElseThrow().getName();
        BROKER.topics().create(topic, PARTITIONS);
        producer = producer(Map.of());
    }

    @AfterEach
    void close() {
        producer.close();
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", BROKER.bootstrapServers());
        config.put("linger.ms", 5);
        config.put("enable.metrics.push", false);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private void send(int partition, String id, String worker, String gap, String kind) {
        ProducerRecord<String, String> made = new ProducerRecord<>(topic, partition, id, "{\"hostname\":\"web-1\"}");
        JudgedTopic.headers(worker, gap, kind).forEach(header -> made.headers().add(header));
        sent.add(producer.send(made));
    }

    /** Events of four workers in turn, without those that {@code left} out names. */
    private void epoch(String epoch, int lastSeq, Long... left) throws ExecutionException, InterruptedException {
        send(0, epoch + "-1", null, null, "begin");
        for (long seq = 2; seq < lastSeq; seq++) {
            if (!List.of(left).contains(seq)) {
                int worker = (int) (seq % PARTITIONS);
                send(worker, epoch + "-" + seq, Integer.toString(worker), null, null);
            }
        }
        send(0, epoch + "-" + lastSeq, null, null, "end");
        flush();
    }

    private void flush() throws ExecutionException, InterruptedException {
        while (!sent.isEmpty()) {
            sent.remove().get();
        }
    }

    private AuditReport audit() {
        return Audit.run(Map.of("bootstrap.servers", BROKER.bootstrapServers()), topic, Duration.ofSeconds(2));
    }

    private int execute(StringWriter out, String... more) {
        List<String> line =
                new ArrayList<>(List.of("audit", "--bootstrap-servers", BROKER.bootstrapServers(), "--topic", topic));
        line.addAll(List.of(more));
        return LoglaneTools.commandLine().setOut(new PrintWriter(out)).execute(line.toArray(new String[0]));
    }

    @Test
    void completeTopic_isZero() throws Exception {
        epoch("e", 5_000);
        epoch("f", 300);
        StringWriter out = new StringWriter();
        assertThat(execute(out, "--require-end")).isZero();
        assertThat(out.toString()).contains("verdict: complete: 0 missing").contains("5300 delivered");
    }

    @Test
    void lostRecords_areOne() throws Exception {
        epoch("e", 5_000, 77L, 78L, 2_000L);
        StringWriter out = new StringWriter();
        assertThat(execute(out, "--json", "--settle-seconds", "1")).isEqualTo(1);
        assertThat(out.toString()).contains("\"verdict\" : \"missing\"").contains("\"missing\" : 3");
        assertThat(audit().epoch("e").orElseThrow().holes())
                .containsExactly(new Hole(77, 78, Judgement.MISSING), new Hole(2_000, 2_000, Judgement.MISSING));
    }

    @Test
    void openEpoch_isThreeOnlyWhereAnEndIsRequired() throws Exception {
        send(0, "e-1", null, null, "begin");
        flush();
        assertThat(execute(new StringWriter())).isZero();
        assertThat(execute(new StringWriter(), "--require-end")).isEqualTo(3);
    }

    @Test
    void emptyTopic_isThree() {
        assertThat(execute(new StringWriter())).isEqualTo(3);
    }

    @Test
    void noSuchTopic_isFourAndIsNotCreated() throws Exception {
        StringWriter err = new StringWriter();
        int exitCode = LoglaneTools.commandLine()
                .setErr(new PrintWriter(err))
                .execute("audit", "--bootstrap-servers", BROKER.bootstrapServers(), "--topic", "absent");
        assertThat(exitCode).isEqualTo(4);
        assertThat(err.toString()).isEqualToIgnoringNewLines("expecting: an existing topic, found: no topic absent");
        try (Admin admin = BROKER.admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain("absent");
        }
    }

    @Test
    void deletedRecords_areExpired() throws Exception {
        epoch("e", 1_000, 900L);
        try (Admin admin = BROKER.admin()) {
            // Partition 2 held 2, 6, 10, ..: its first 50 records end with 198.
            admin.deleteRecords(Map.of(new TopicPartition(topic, 2), RecordsToDelete.beforeOffset(50)))
                    .all()
                    .get();
        }
        EpochAudit audit = audit().epoch("e").orElseThrow();
        assertThat(audit.seqs().expired()).isEqualTo(50);
        assertThat(audit.seqs().missing()).isEqualTo(1);
    }

    @Test
    void transactionMarkers_areNoHoles() throws Exception {
        try (KafkaProducer<String, String> transactional = producer(Map.of("transactional.id", "t"))) {
            transactional.initTransactions();
            for (int seq = 1; seq <= 20; seq++) {
                transactional.beginTransaction();
                transactional
                        .send(new ProducerRecord<>(topic, seq % PARTITIONS, "e-" + seq, "{}"))
                        .get();
                transactional.commitTransaction();
            }
        }
        assertThat(audit().epoch("e").orElseThrow().seqs().delivered()).isEqualTo(20);
        assertThat(audit().verdict()).isEqualTo(Verdict.OPEN);
    }

    @Test
    void auditsWhileRecordsAreWritten_findNothingMissing() throws ExecutionException, InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        Future<?> written = writer.submit(() -> {
            send(0, "e-1", null, null, "begin");
            for (long seq = 2; !stop.get(); seq++) {
                int worker = (int) (seq * 31 % PARTITIONS);
                send(worker, "e-" + seq, Integer.toString(worker), null, null);
                if (seq % 50 == 0) {
                    Thread.sleep(1);
                    flush();
                }
            }
            return null;
        });
        try {
            for (int i = 0; i < 10; i++) {
                Thread.sleep(100);
                AuditReport report = audit();
                assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.OPEN);
            }
        } finally {
            stop.set(true);
            written.get();
            writer.shutdown();
        }
    }

    @Test
    void valuesOfAnySize_doNotMatter() throws Exception {
        ProducerRecord<String, String> large = new ProducerRecord<>(topic, 0, "e-1", "x".repeat(900_000));
        large.headers().add("kind", "begin".getBytes(UTF_8));
        sent.add(producer.send(large));
        sent.add(producer.send(new ProducerRecord<>(topic, 0, "e-2", null)));
        flush();
        assertThat(audit().verdict()).isEqualTo(Verdict.OPEN);
    }
}
