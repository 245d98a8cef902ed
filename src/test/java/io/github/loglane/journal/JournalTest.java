package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.status.DropCause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final long EPOCH = 0x123456789abcdefL;
    private static final long SEAM_BYTES = 4096;

    private final Journal journal = new Journal(RingMemory.growing(4 * SEAM_BYTES, (int) SEAM_BYTES), EPOCH);
    private final JournalRecord item = new JournalRecord();

    private static RecordDraft draft(String body, Priority priority) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new RecordDraft().begin(RecordKind.EVENT, priority, 77).body(bytes, bytes.length, false);
    }

    private AppendResult append(String body) {
        return journal.append(draft(body, Priority.HIGH), 0, null);
    }

    private static String body(JournalRecord of) {
        byte[] bytes = new byte[of.bodyBytes()];
        of.copyBody(bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads all there is from the commit position on. */
    private List<String> readAll() {
        List<String> bodies = new ArrayList<>();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            bodies.add(item.seq() + ":" + body(item));
            at = item.nextPosition();
        }
        return bodies;
    }

    private void commitAll() {
        journal.commit(journal.writePosition());
    }

    @Test
    void append_showsAllItWasGiven() {
        byte[] worker = "müller".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        RecordDraft given = new RecordDraft().begin(RecordKind.BEGIN, Priority.HIGH, -5);
        journal.append(given.worker(worker).body(bytes, bytes.length, true), 0, null);
        journal.append(
                new RecordDraft()
                        .begin(RecordKind.EVENT, Priority.LOW, 9)
                        .worker(-3)
                        .body(bytes, 2, false),
                0,
                null);

        assertThat(journal.read(0, item)).isTrue();
        assertThat(item.kind()).isEqualTo(RecordKind.BEGIN);
        assertThat(item.epoch()).isEqualTo(EPOCH);
        assertThat(item.seq()).isEqualTo(1);
        assertThat(item.timestampMs()).isEqualTo(-5);
        assertThat(item.hasWorkerText()).isTrue();
        assertThat(item.workerText()).isEqualTo(worker);
        assertThat(item.isStamped()).isTrue();
        assertThat(item.gap()).isNull();
        assertThat(body(item)).isEqualTo("{\"a\":1}");
        assertThat(journal.read(item.nextPosition(), item)).isTrue();
        assertThat(item.hasWorkerNumber()).isTrue();
        assertThat(item.worker()).isEqualTo(-3);
        assertThat(item.isStamped()).isFalse();
        assertThat(body(item)).isEqualTo("{\"");
        assertThat(journal.read(item.nextPosition(), item)).isFalse();
    }

    @Test
    void read_consumesNothing_commitDoes() {
        append("a");
        append("b");
        assertThat(readAll()).containsExactly("1:a", "2:b");
        assertThat(readAll()).containsExactly("1:a", "2:b");
        journal.read(0, item);
        journal.commit(item.nextPosition());
        assertThat(readAll()).containsExactly("2:b");
        commitAll();
        assertThat(readAll()).isEmpty();
        assertThat(journal.usedBytes()).isZero();
    }

    @Test
    void append_neverLetsARecordCrossASeam() {
        for (int round = 0; round < 1_000; round++) {
            String body = "x".repeat(round % 700) + round;
            assertThat(append(body)).isEqualTo(AppendResult.APPENDED);
            assertThat(readAll()).containsExactly((round + 1) + ":" + body);
            assertThat(item.nextPosition() - 1)
                    .satisfies(last -> assertThat(last / SEAM_BYTES).isEqualTo(item.position() / SEAM_BYTES));
            commitAll();
        }
    }

    @Test
    void append_refusesByPriorityAndDeclaresTheGapOnce() {
        String body = "x".repeat(200);
        while (journal.append(draft(body, Priority.LOW), 0, null) == AppendResult.APPENDED) {
            assertThat(journal.usedBytes()).isLessThanOrEqualTo(journal.capacityBytes() * 80 / 100);
        }
        assertThat(journal.wouldShed(Priority.HIGH)).isFalse();
        long lowDropped = journal.pendingGapAgeNanos() > 0 ? 1 : 0;
        assertThat(journal.append(draft(body, Priority.LOW), 0, null)).isEqualTo(AppendResult.SHED);
        assertThat(journal.append(draft(body, Priority.NORMAL), 0, null)).isEqualTo(AppendResult.APPENDED);
        Gap declared = lastGap();
        assertThat(declared.count(DropCause.SHED)).isEqualTo(lowDropped + 1);
        assertThat(declared.to() - declared.from()).isEqualTo(lowDropped);

        while (journal.append(draft(body, Priority.NORMAL), 0, null) == AppendResult.APPENDED) {
            assertThat(journal.usedBytes()).isLessThanOrEqualTo(journal.capacityBytes() * 95 / 100);
        }
        while (append(body) == AppendResult.APPENDED) {
            assertThat(journal.usedBytes()).isLessThanOrEqualTo(journal.capacityBytes());
        }
        assertThat(journal.append(draft(body, Priority.HIGH), 0, DropCause.FALLBACK))
                .isEqualTo(AppendResult.FULL);
        commitAll();
        append("first after");
        Gap second = lastGap();
        assertThat(second.count(DropCause.FULL)).isEqualTo(1);
        assertThat(second.count(DropCause.FALLBACK)).isEqualTo(1);
        append("second after");
        assertThat(lastGap()).isNull();
    }

    private Gap lastGap() {
        readAll();
        return item.gap();
    }

    @Test
    void appendDrop_declaresTheGapUnderItsLastSeq() {
        assertThat(journal.appendDrop(draft("none", Priority.HIGH))).isFalse();
        append("a");
        assertThat(journal.drop(DropCause.ENCODE_FAILED)).isTrue();
        assertThat(journal.drop(DropCause.ENCODE_FAILED)).isTrue();
        assertThat(journal.pendingGapAgeNanos()).isPositive();
        assertThat(journal.appendDrop(draft("d", Priority.HIGH))).isTrue();
        assertThat(lastGap()).hasToString("2-3;encodeFailed=2");
        assertThat(journal.pendingGapAgeNanos()).isZero();
        append("b");
        assertThat(readAll()).containsExactly("1:a", "3:d", "4:b");
    }

    @Test
    void seal_letsOnlyTheEndIn() {
        assertThatThrownBy(() -> journal.appendEnd(draft("end", Priority.HIGH)))
                .isInstanceOf(IllegalStateException.class);
        append("a");
        journal.drop(DropCause.FULL);
        journal.seal();
        assertThat(append("late")).isEqualTo(AppendResult.SEALED);
        assertThat(journal.drop(DropCause.FULL)).isFalse();
        assertThat(journal.appendEnd(draft("end", Priority.HIGH))).isTrue();
        assertThat(lastGap()).hasToString("2-2;full=1");
        assertThat(readAll()).containsExactly("1:a", "3:end");
    }

    @Test
    void append_withAWaitTakesTheRoomThatACommitMakes() throws Exception {
        String body = "x".repeat(1_000);
        fillToTheBrim(body);
        Thread committer = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted() && journal.usedBytes() > 0) {
                journal.commit(journal.writePosition());
            }
        });
        committer.start();
        assertThat(journal.append(draft(body, Priority.NORMAL), TimeUnit.SECONDS.toNanos(30), null))
                .isEqualTo(AppendResult.APPENDED);
        committer.interrupt();
        committer.join();
    }

    private void fillToTheBrim(String body) {
        while (append(body) == AppendResult.APPENDED) {
            assertThat(journal.usedBytes()).isPositive();
        }
    }

    @Test
    void append_withAWaitKeepsTheInterruptAndRefuses() {
        fillToTheBrim("x".repeat(1_000));
        Thread.currentThread().interrupt();
        assertThat(journal.append(draft("y".repeat(1_000), Priority.HIGH), TimeUnit.SECONDS.toNanos(30), null))
                .isEqualTo(AppendResult.FULL);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void append_refusesABodyThatCouldNeverFit() {
        String body = "x".repeat(journal.maxBodyBytes() + 1);
        assertThatThrownBy(() -> append(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expecting: a body of at most " + journal.maxBodyBytes());
        assertThat(append(body.substring(1))).isEqualTo(AppendResult.APPENDED);
    }

    @Test
    void commit_refusesPositionsThatAreNone() {
        append("a");
        commitAll();
        assertThatThrownBy(() -> journal.commit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.commit(journal.writePosition() + 8))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inMemory_refusesARingTooSmallForItsRecords() {
        assertThatThrownBy(() -> Journal.inMemory(1 << 20, 1 << 20, EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxRecordBytes");
    }
}
