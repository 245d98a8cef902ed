package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads append, one reads and commits: everything appended is read once, whole, in each thread's own order. */
class JournalConcurrencyTest {

    private static final int THREADS = 4;
    private static final int EVENTS = 50_000;

    @TempDir
    Path temporary;

    @Test
    void append_fromManyThreadsLosesReordersAndTearsNothing() throws Exception {
        appendFromManyThreads(new Journal(RingMemory.growing(64 << 10, 8 << 10), 1));
    }

    @Test
    void append_toARingThatIsStillAllocatedDoesNotEither() throws Exception {
        Journal journal = new Journal(RingMemory.growing(64 << 10, 2 << 10), 1);
        Thread allocating = new Thread(() -> {
            while (journal.allocateSome()) {
                Thread.onSpinWait();
            }
        });
        allocating.start();
        appendFromManyThreads(journal);
        allocating.join();
        assertThat(journal.capacityBytes()).isEqualTo(64 << 10);
    }

    /** Here reading also checks both checksums of each record, so one that is published too early is found. */
    @Test
    void append_toAFileDoesNotEither() throws Exception {
        SmallRing ring = new SmallRing(temporary.resolve("ring"), 8, 8 << 10);
        Journal journal = ring.open(1);
        appendFromManyThreads(journal);
        assertThat(journal.disk().failure()).isNull();
        ring.kill(journal);
        Journal next = ring.open(2);
        assertThat(SmallRing.read(next))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("1-")
                .contains(" end");
        assertThat(ring.lines()).isEmpty();
        next.close(false);
    }

    private static void appendFromManyThreads(Journal journal) throws Exception {
        AtomicLong dropped = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int worker = t;
            threads.execute(() -> appendAll(journal, worker, dropped));
        }
        threads.shutdown();

        Map<Long, Long> lastOfWorker = new HashMap<>();
        JournalRecord item = new JournalRecord();
        long nowNanos = 0;
        long cursor = 0;
        long read = 0;
        long declared = 0;
        long seq = 0;
        boolean over = false;
        while (!over || journal.read(cursor, item)) {
            over = threads.isTerminated();
            if (journal.disk() != null) {
                // a clock that runs fast: the pages ahead are touched again and again
                nowNanos += PagesAhead.INTERVAL_NANOS;
                journal.disk().prepareAhead(cursor, journal.writePosition(), nowNanos);
            }
            if (!journal.read(cursor, item)) {
                continue;
            }
            if (item.gap() != null) {
                declared += item.gap().to() - item.gap().from() + 1;
                assertThat(item.gap().from()).isEqualTo(seq + 1);
                seq = item.gap().to();
            }
            assertThat(item.seq()).isEqualTo(seq + 1);
            seq = item.seq();
            check(item, lastOfWorker);
            read++;
            cursor = item.nextPosition();
            journal.commit(cursor);
        }
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        long undeclared = journal.pendingGapAgeNanos() > 0 ? dropped.get() - declared : 0;
        assertThat(read + declared + undeclared).isEqualTo((long) THREADS * EVENTS);
        assertThat(declared + undeclared).isEqualTo(dropped.get());
        assertThat(journal.usedBytes()).isZero();
    }

    private static void appendAll(Journal journal, int worker, AtomicLong dropped) {
        RecordDraft draft = new RecordDraft();
        for (long i = 1; i <= EVENTS; i++) {
            byte[] body = new byte[8 + (int) (i % 300)];
            ByteBuffer.wrap(body).putLong(i);
            for (int at = 8; at < body.length; at++) {
                body[at] = (byte) (i + at);
            }
            draft.begin(RecordKind.EVENT, Priority.HIGH, i).worker(worker).body(body, body.length, false);
            if (journal.append(draft, 0, null) != AppendResult.APPENDED) {
                dropped.incrementAndGet();
            }
        }
    }

    private static void check(JournalRecord item, Map<Long, Long> lastOfWorker) {
        byte[] body = new byte[item.bodyBytes()];
        item.copyBody(body, 0, body.length);
        long i = ByteBuffer.wrap(body).getLong();
        for (int at = 8; at < body.length; at++) {
            if (body[at] != (byte) (i + at)) {
                throw new AssertionError("torn at " + at + " of event " + i);
            }
        }
        Long last = lastOfWorker.put(item.worker(), i);
        assertThat(last == null ? 0 : last).isLessThan(i);
    }
}
