package io.github.loglane;

import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.status.DropCause;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Appends to a journal, and counts the appends that waited longer than a limit. Two looks at the clock cost some 50 ns, a tenth of
 * a log call, so only those appends are timed that may have to wait: the journal's lock is held when they come, or they are
 * allowed to wait for room. Safe for any thread.
 */
final class AppendTimer {

    static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LongAdder slow;
    private final long limitNanos;

    AppendTimer(LongAdder slow, long limitNanos) {
        this.slow = slow;
        this.limitNanos = limitNanos;
    }

    /** As {@link Journal#append}. */
    AppendResult append(Journal journal, RecordDraft draft, long maxWaitNanos, DropCause refusedAs) {
        if (maxWaitNanos == 0 && !journal.isBusy()) {
            return journal.append(draft, 0, refusedAs);
        }
        long startNanos = System.nanoTime();
        AppendResult result = journal.append(draft, maxWaitNanos, refusedAs);
        if (System.nanoTime() - startNanos > limitNanos) {
            slow.increment();
        }
        return result;
    }
}
