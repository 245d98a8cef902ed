package io.github.loglane.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that logs at a steady rate and notes of each event how late its call had returned.
 *
 * <p>An event counts from when it was due, so one that an earlier call kept waiting is late by that too. Only where the
 * thread was parked does it count from when it woke up, which is no call's fault.
 */
final class TimedLoad {

    private final Sink sink;

    TimedLoad(Sink sink) {
        this.sink = sink;
    }

    /** By slots of time, each with the events that were due in it. */
    Timeline run(int events, int eventsPerSecond, int slotMs) {
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
        long[] latencyNanos = new long[events];
        long start = System.nanoTime();
        long wokenNanos = start;
        for (int i = 0; i < events; i++) {
            long dueNanos = start + i * periodNanos;
            for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - wokenNanos) {
                LockSupport.parkNanos(left);
                wokenNanos = System.nanoTime();
            }
            sink.send(i);
            latencyNanos[i] = System.nanoTime() - Math.max(dueNanos, wokenNanos);
        }
        return Timeline.of(latencyNanos, (int) (TimeUnit.MILLISECONDS.toNanos(slotMs) / periodNanos));
    }
}
