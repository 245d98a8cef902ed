package io.github.loglane.status;

import io.github.loglane.status.StatusSink.Grade;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * loglane's own reports, rate-limited: one line per cause per minute, with the count of lines held back since the last.
 *
 * <p>Safe for any thread; takes no lock and waits for nothing. Causes are short fixed words (never data), so the memory
 * is bounded by their number. Whoever builds a line keeps secrets out of it.
 */
public final class StatusReporter {

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String prefix;
    private final StatusSink sink;
    private final LongSupplier nanoClock;
    private final LongAdder failedLines = new LongAdder();
    private final ConcurrentHashMap<String, Limiter> limiters = new ConcurrentHashMap<>();

    /** @param name the appender's name, which each line begins with */
    public StatusReporter(String name, StatusSink sink) {
        this(name, sink, System::nanoTime);
    }

    StatusReporter(String name, StatusSink sink, LongSupplier nanoClock) {
        this.prefix = "loglane " + name + ": ";
        this.sink = sink;
        this.nanoClock = nanoClock;
    }

    /** As {@link StatusSink#isLoggingUp()} says; true where that cannot be told. */
    public boolean isLoggingUp() {
        try {
            return sink.isLoggingUp();
        } catch (RuntimeException | LinkageError unknown) {
            return true;
        }
    }

    /** Reports a thing that happens a few times in the life of a process; not rate-limited. */
    public void info(String line) {
        tell(Grade.INFO, line);
    }

    /** A WARN about the configuration, said once; not rate-limited. */
    public void note(String line) {
        tell(Grade.WARN, line);
    }

    public void warn(String cause, String line) {
        limited(Grade.WARN, cause, () -> line);
    }

    /** As {@link #warn(String, String)} for a line that is costly to build: it is, only where it is told. */
    public void warn(String cause, Supplier<String> line) {
        limited(Grade.WARN, cause, line);
    }

    public void error(String cause, String line) {
        limited(Grade.ERROR, cause, () -> line);
    }

    /** As {@link #error(String, String)} for a line that is costly to build. */
    public void error(String cause, Supplier<String> line) {
        limited(Grade.ERROR, cause, line);
    }

    private void limited(Grade grade, String cause, Supplier<String> line) {
        Limiter known = limiters.get(cause);
        Limiter limiter = known != null ? known : limiters.computeIfAbsent(cause, c -> new Limiter());
        long heldBack = limiter.admit(nanoClock.getAsLong());
        if (heldBack >= 0) {
            tell(grade, line.get() + (heldBack == 0 ? "" : " (and " + heldBack + " more since the last report)"));
        }
    }

    private void tell(Grade grade, String line) {
        try {
            sink.line(grade, prefix + line);
        } catch (RuntimeException | LinkageError sinkFailed) {
            // there is nowhere left to tell it, and neither a log call nor the shipper may end for a line
            failedLines.increment();
        }
    }

    /** Lines that the sink threw at. */
    long failedLines() {
        return failedLines.sum();
    }

    /** One cause's last report. */
    private static final class Limiter {
        private static final long NEVER = Long.MIN_VALUE;

        private final AtomicLong lastNanos = new AtomicLong(NEVER);
        private final AtomicLong heldBack = new AtomicLong();

        /** Returns how many were held back since the last admitted one, or -1 if this one is held back too. */
        long admit(long nowNanos) {
            long last = lastNanos.get();
            boolean due = last == NEVER || nowNanos - last >= INTERVAL_NANOS;
            if (due && lastNanos.compareAndSet(last, nowNanos)) {
                return heldBack.getAndSet(0);
            }
            heldBack.incrementAndGet();
            return -1;
        }
    }
}
