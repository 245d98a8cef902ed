package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the journal's records to Kafka on one daemon thread: the thread, its pace and its end. What it does in each turn is
 * {@link ShipWork}'s.
 *
 * <p>Thread rule: {@link #start} once; the rest from any thread. It never blocks a caller but {@link #stop}, which waits until
 * its deadline at most.
 */
public final class Shipper {

    private static final long MIN_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long GIVE_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Turns without work before the thread sleeps long and has to be woken: some two seconds. */
    private static final int TURNS_TO_SLEEP = 120;

    private final Journal journal;
    private final ShipWork work;
    private final Thread thread;
    private volatile boolean sleeping;
    private volatile boolean stopping;
    private volatile boolean isDraining;
    private volatile long deadlineNanos;
    private final Runnable onEnd;
    private int quietTurns;
    private volatile boolean hasEnded;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param name the appender's name, part of the thread's
     * @param onEnd what the shipper's thread does last, when it uses the journal no more
     */
    public Shipper(
            String name,
            String topic,
            ProducerSettings settings,
            Journal journal,
            EpochRecords epochRecords,
            Counters counters,
            StatusReporter status,
            Runnable onEnd) {
        this(
                name,
                journal,
                new ShipWork(
                        topic,
                        settings,
                        journal,
                        epochRecords,
                        counters,
                        status,
                        new Producers(name, status),
                        ShipSwitches.SAFE),
                onEnd);
    }

    Shipper(String name, Journal journal, ShipWork work, Runnable onEnd) {
        this.journal = journal;
        this.work = work;
        this.onEnd = onEnd;
        // thread locals of whoever happens to start us, such as a web application's, are not inherited
        this.thread = new Thread(null, this::run, OwnThreads.PREFIX + "shipper-" + name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Shipper.class.getClassLoader());
    }

    /** Has the disk take what was appended, every so many milliseconds; 0 never. For any thread, at any time. */
    public void forceEvery(long intervalMs) {
        work.disk().forceEvery(intervalMs);
    }

    public void start() {
        thread.start();
    }

    /** Ships what the sealed journal holds, ends the epoch, then ends by itself, however long that takes. Does not wait. */
    public void drain() {
        isDraining = true;
        LockSupport.unpark(thread);
    }

    /** Whether {@link #start} was called. */
    public boolean hasStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    /** Whether the thread is done with the journal. */
    public boolean hasEnded() {
        return hasEnded;
    }

    /** The id of the cluster; empty until the first contact. */
    public String clusterId() {
        return work.disk().clusterId();
    }

    /** To be called after each append: wakes the shipper where it sleeps long. Costs one volatile read otherwise. */
    public void wake() {
        if (sleeping) {
            sleeping = false;
            LockSupport.unpark(thread);
        }
    }

    /** Goes on with other settings: what is in flight is drained first, then the producer is replaced. */
    public void update(ProducerSettings settings) {
        work.update(settings);
        wake();
    }

    /**
     * Ships what the sealed journal holds, ends the epoch, closes the producer; all until the deadline.
     *
     * @param atNanos the deadline, on {@link System#nanoTime()}'s clock; up to 0.3 s later a journal on the disk is given back
     * @return whether everything was acked by then
     */
    public boolean stop(long atNanos) {
        deadlineNanos = atNanos;
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            // what came before was not shipped in time, so this one never began; its journal may be kept
            work.endOnly();
            end();
            return work.isFinished();
        }
        LockSupport.unpark(thread);
        boolean interrupted = Thread.interrupted();
        interrupted |= join(atNanos);
        // it may be within a send at the deadline; a journal on the disk is given back before anybody is told that we
        // are done
        interrupted |= await(journal.disk() == null ? 0 : GIVE_BACK_NANOS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return work.isFinished();
    }

    /** One deadline, also for a caller in a hurry; returns whether it was interrupted, and does so not before. */
    private boolean join(long atNanos) {
        boolean interrupted = false;
        long leftNanos = atNanos - System.nanoTime();
        while (thread.isAlive() && leftNanos > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, leftNanos);
            } catch (InterruptedException stopAnyway) {
                interrupted = true;
            }
            leftNanos = atNanos - System.nanoTime();
        }
        return interrupted;
    }

    private boolean await(long timeoutNanos) {
        try {
            boolean givenBack = ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
            if (!givenBack && timeoutNanos > 0) {
                work.disk().reportHeld();
            }
            return false;
        } catch (InterruptedException enough) {
            return true;
        }
    }

    private void run() {
        boolean over = false;
        while (!over) {
            try {
                over = isOver();
                step(over);
            } catch (InternalError fault) {
                // a page of the journal's file is gone; the JVM may tell of it as late as here
                work.disk().failed(fault);
            }
        }
        end();
        work.close(stopping ? Math.max(0, deadlineNanos - System.nanoTime()) : CLOSE_NANOS);
    }

    private void end() {
        try {
            work.settle();
        } catch (RuntimeException | InternalError unsettled) {
            // what is not committed is shipped once more by whoever opens the journal next
            work.disk().reportUnsettled(unsettled);
        }
        hasEnded = true;
        onEnd.run();
        ended.countDown();
    }

    private void step(boolean over) {
        if (over) {
            return;
        }
        // nobody of ours interrupts this thread; left set, the flag would fail each wait from now on
        Thread.interrupted();
        int done = turn();
        quietTurns = done > 0 ? 0 : quietTurns + 1;
        if (done == 0) {
            rest();
        }
    }

    private int turn() {
        try {
            return work.turn(System.nanoTime(), stopping || isDraining);
        } catch (Throwable again) {
            // such as no memory for the line that was to tell of it: without this thread nothing would be shipped any
            // more
            return 0;
        }
    }

    private boolean isOver() {
        boolean isLate = stopping && System.nanoTime() - deadlineNanos >= 0;
        return isLate || (stopping || isDraining) && work.isFinished();
    }

    private void rest() {
        if (quietTurns < TURNS_TO_SLEEP || stopping || isDraining || !work.isIdle()) {
            boolean isHasty = stopping || quietTurns < 20;
            LockSupport.parkNanos(isHasty ? MIN_PARK_NANOS : MAX_PARK_NANOS);
            return;
        }
        sleeping = true;
        // looked at again after the flag is up: who appended before saw it down and will not wake us
        if (work.isIdle() && !stopping && !isDraining) {
            LockSupport.parkNanos(this, SLEEP_NANOS);
        }
        sleeping = false;
    }

    @Override
    public String toString() {
        return "Shipper{" + thread.getName() + ", " + journal + '}';
    }
}
