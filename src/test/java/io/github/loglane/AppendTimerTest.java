package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Which appends are timed: with a limit below 0 each of these counts as slow. */
class AppendTimerTest {

    private static final long ALL = -1;

    private final Journal journal = Journal.inMemory(1 << 20, 16 << 10, 1);
    private final LongAdder slow = new LongAdder();

    private static RecordDraft draft() {
        byte[] body = new byte[10_000];
        return new RecordDraft().begin(RecordKind.EVENT, Priority.HIGH, 1).body(body, body.length, false);
    }

    @Test
    void freeLock_isNotTimed() {
        AppendTimer timer = new AppendTimer(slow, ALL);
        for (int i = 0; i < 50; i++) {
            assertThat(timer.append(journal, draft(), 0, null)).isEqualTo(AppendResult.APPENDED);
        }
        assertThat(slow.sum()).isZero();
    }

    @Test
    void heldLock_isTimed() throws InterruptedException {
        AppendTimer timer = new AppendTimer(slow, ALL);
        List<Thread> threads = new ArrayList<>();
        long giveUpNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                RecordDraft draft = draft();
                while (slow.sum() == 0 && System.nanoTime() < giveUpNanos) {
                    timer.append(journal, draft, 0, null);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(slow.sum()).isPositive();
    }

    @Test
    void waitForRoom_countsFromTheLimitOn() {
        AppendTimer timer = new AppendTimer(slow, AppendTimer.LIMIT_NANOS);
        while (journal.append(draft(), 0, null) == AppendResult.APPENDED) {
            assertThat(slow.sum()).isZero();
        }
        assertThat(timer.append(journal, draft(), 2 * AppendTimer.LIMIT_NANOS, null))
                .isEqualTo(AppendResult.FULL);
        assertThat(slow.sum()).isEqualTo(1);
    }
}
