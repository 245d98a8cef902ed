package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
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
    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Turns without work before the thread sleeps long and has to be woken: some two seconds. */
    private static final int TURNS_TO_SLEEP = 120;

    private final Journal journal;
    private final ShipWork work;
    private final Thread thread;
    private volatile boolean sleeping;
    private volatile boolean stopping;
    private volatile long deadlineNanos;

    /** @param name the appender's name, part of the thread's */
    public Shipper(
            String name,
            String topic,
            ProducerSettings settings,
            Journal journal,
            EpochRecords epochRecords,
            Counters counters,
            StatusReporter status) {
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
                        ShipSwitches.SAFE));
    }

    Shipper(String name, Journal journal, ShipWork work) {
        this.journal = journal;
        this.work = work;
        // thread locals of whoever happens to start us, such as a web application's, are not inherited
        this.thread = new Thread(null, this::run, OwnThreads.PREFIX + "shipper-" + name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Shipper.class.getClassLoader());
    }

    public void start() {
        thread.start();
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
     * @param atNanos the deadline, on {@link System#nanoTime()}'s clock
     * @return whether everything was acked by then
     */
    public boolean stop(long atNanos) {
        deadlineNanos = atNanos;
        stopping = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        long leftNanos = atNanos - System.nanoTime();
        while (thread.isAlive() && leftNanos > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, leftNanos);
            } catch (InterruptedException stopAnyway) {
                // one deadline, also for a caller in a hurry; who interrupted finds the flag set again
                interrupted = true;
            }
            leftNanos = atNanos - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return work.isFinished();
    }

    private void run() {
        int quietTurns = 0;
        while (!isOver()) {
            // nobody of ours interrupts this thread; left set, the flag would fail each wait from now on
            Thread.interrupted();
            int done = turn();
            quietTurns = done > 0 ? 0 : quietTurns + 1;
            if (done == 0) {
                rest(quietTurns);
            }
        }
        work.close(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private int turn() {
        try {
            return work.turn(System.nanoTime(), stopping);
        } catch (Throwable again) {
            // such as no memory for the line that was to tell of it: without this thread nothing would be shipped any
            // more
            return 0;
        }
    }

    private boolean isOver() {
        return stopping && (work.isFinished() || System.nanoTime() - deadlineNanos >= 0);
    }

    private void rest(int quietTurns) {
        if (quietTurns < TURNS_TO_SLEEP || stopping || !work.isIdle()) {
            boolean isHasty = stopping || quietTurns < 20;
            LockSupport.parkNanos(isHasty ? MIN_PARK_NANOS : MAX_PARK_NANOS);
            return;
        }
        sleeping = true;
        // looked at again after the flag is up: who appended before saw it down and will not wake us
        if (work.isIdle() && !stopping) {
            LockSupport.parkNanos(this, SLEEP_NANOS);
        }
        sleeping = false;
    }

    @Override
    public String toString() {
        return "Shipper{" + thread.getName() + ", " + journal + '}';
    }
}
