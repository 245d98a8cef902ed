package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the reader does between the consumer and the judge. */
@Timeout(30)
class TopicReaderTest {

    private static final TopicPartition P0 = new TopicPartition("logs", 0);
    private static final TopicPartition P1 = new TopicPartition("logs", 1);
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private final MockConsumer<ByteBuffer, ByteBuffer> consumer = new MockConsumer<>("none");

    private void topic(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        consumer.updatePartitions(
                "logs",
                starts.keySet().stream()
                        .map(p -> new PartitionInfo(p.topic(), p.partition(), null, null, null))
                        .toList());
        consumer.updateBeginningOffsets(starts);
        consumer.updateEndOffsets(ends);
    }

    private void add(TopicPartition partition, long offset, String key, String kind) {
        Headers headers = JudgedTopic.headers("begin".equals(kind) ? null : "w" + partition.partition(), null, kind);
        consumer.addRecord(
                JudgedTopic.record(partition.partition(), offset, System.currentTimeMillis(), key, headers, "{}"));
    }

    private EpochAudit read() {
        return new TopicReader(consumer, "logs", Progress.NONE)
                .read(SETTLE)
                .epoch("e")
                .orElseThrow();
    }

    @Test
    void recordsBeyondTheEndOffsets_areNotJudged() {
        topic(Map.of(P0, 0L), Map.of(P0, 2L));
        consumer.schedulePollTask(() -> {
            add(P0, 0, "e-1", "begin");
            add(P0, 1, "e-2", null);
            add(P0, 2, "e-9", null);
        });
        EpochAudit audit = read();
        assertThat(audit.lastSeq()).isEqualTo(2);
        assertThat(audit.verdict()).isEqualTo(Verdict.OPEN);
    }

    @Test
    void holeWhoseRecordComesAfterTheEndOffsets_isFilled() {
        topic(Map.of(P0, 0L, P1, 0L), Map.of(P0, 2L, P1, 1L));
        consumer.schedulePollTask(() -> {
            add(P0, 0, "e-1", "begin");
            add(P0, 1, "e-4", null);
            add(P1, 0, "e-2", null);
        });
        consumer.scheduleNopPollTask();
        consumer.schedulePollTask(() -> add(P1, 1, "e-3", null));
        EpochAudit audit = read();
        assertThat(audit.seqs().delivered()).isEqualTo(4);
        assertThat(audit.verdict()).isEqualTo(Verdict.OPEN);
    }

    @Test
    void holeThatStays_isMissingAfterTheSettleTime() {
        topic(Map.of(P0, 0L, P1, 0L), Map.of(P0, 2L, P1, 1L));
        consumer.schedulePollTask(() -> {
            add(P0, 0, "e-1", "begin");
            add(P0, 1, "e-4", null);
            add(P1, 0, "e-2", null);
        });
        long start = System.nanoTime();
        assertThat(read().verdict()).isEqualTo(Verdict.MISSING);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SETTLE);
    }

    @Test
    void logStartThatOvertakesTheReader_isFollowed() {
        topic(Map.of(P0, 0L), Map.of(P0, 102L));
        consumer.schedulePollTask(() -> {
            add(P0, 0, "e-1", "begin");
            add(P0, 1, "e-2", null);
        });
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(P0, 100L));
            consumer.setPollException(new OffsetOutOfRangeException(Map.of(P0, 2L)));
        });
        consumer.schedulePollTask(() -> {
            add(P0, 100, "e-51", null);
            add(P0, 101, "e-52", null);
        });
        EpochAudit audit = read();
        assertThat(audit.seqs().expired()).isEqualTo(48);
        assertThat(audit.verdict()).isEqualTo(Verdict.OPEN);
    }

    @Test
    void logThatLostItsEnd_isJudgedByWhatIsLeft() {
        topic(Map.of(P0, 0L), Map.of(P0, 10L));
        consumer.schedulePollTask(() -> {
            add(P0, 0, "e-1", "begin");
            add(P0, 1, "e-2", null);
        });
        consumer.schedulePollTask(() -> {
            consumer.updateEndOffsets(Map.of(P0, 2L));
            consumer.setPollException(new OffsetOutOfRangeException(Map.of(P0, 2L)));
        });
        assertThat(read().lastSeq()).isEqualTo(2);
    }

    @Test
    void noSuchTopic_isSaidInOneLine() {
        consumer.updatePartitions("logs", List.of());
        assertThatThrownBy(this::read)
                .isInstanceOf(ToolFailure.class)
                .hasMessage("expecting: an existing topic, found: no topic logs");
    }
}
