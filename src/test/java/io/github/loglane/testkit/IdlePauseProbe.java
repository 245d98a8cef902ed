package io.github.loglane.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does nothing but park for a millisecond, again and again, and keeps by how much it woke up late at
 * worst: what the machine, the scheduler and the garbage collector did to a thread that is nobody's fault.
 */
public final class IdlePauseProbe implements AutoCloseable {

    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong worstNanos = new AtomicLong();
    private final Thread thread = new Thread(this::run, "idle-pause-probe");
    private volatile boolean closed;
    private volatile long lastWakeUp = System.nanoTime();

    public IdlePauseProbe() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The worst pause since the start or the last {@link #reset()}, one that still lasts included. */
    public Duration worst() {
        note(System.nanoTime() - lastWakeUp);
        return Duration.ofNanos(worstNanos.get());
    }

    public void reset() {
        worstNanos.set(0);
    }

    @Override
    public void close() {
        closed = true; // it wakes up by itself
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(PARK_NANOS);
            long now = System.nanoTime();
            note(now - lastWakeUp);
            lastWakeUp = now;
        }
    }

    private void note(long nanosSinceWakeUp) {
        worstNanos.accumulateAndGet(nanosSinceWakeUp - PARK_NANOS, Math::max);
    }
}
