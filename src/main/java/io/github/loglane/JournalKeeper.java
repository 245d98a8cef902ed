package io.github.loglane;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalDirectory;
import io.github.loglane.ship.OwnThreads;
import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks after a directory of journals from one daemon thread: goes on in memory where the file fails, back to the disk where that
 * works again, and ships what processes left that are gone. None of this is in the way of a log call.
 */
final class JournalKeeper {

    private final Opening.Parts parts;
    private final Openings openings;
    private final Supplier<Setup> setup;
    private final Pace pace;
    private final StatusReporter status;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final long[] freeSinceNanos = new long[JournalDirectory.MAX_SLOTS];
    private final boolean[] isFree = new boolean[JournalDirectory.MAX_SLOTS];
    private long retriedNanos = System.nanoTime();
    private long lookedNanos = System.nanoTime();
    private volatile Opening adopted;

    /**
     * How often to do what.
     *
     * @param look at the journal that is written to
     * @param retry the directory while the journal is in memory
     * @param orphan how long nobody must have taken a journal before it is adopted
     */
    record Pace(Duration look, Duration retry, Duration orphan) {
        static final Pace STEADY = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    JournalKeeper(Opening.Parts parts, Openings openings, Supplier<Setup> setup, Pace pace) {
        this.parts = parts;
        this.openings = openings;
        this.setup = setup;
        this.pace = pace;
        this.status = parts.status();
        this.thread = new Thread(
                null, this::run, OwnThreads.PREFIX + "keeper-" + ConfigCheck.plainName(parts.name()), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(JournalKeeper.class.getClassLoader());
    }

    /** Starts, where there is anything to look after and it has not yet. One thread at a time. */
    void startIfNeeded() {
        if (openings.isOnDiskWanted() && thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Lets go of what was adopted; what is left of it stays in its journal. Waits until the deadline at most. */
    void close(long atNanos) {
        closing.countDown();
        boolean interrupted = false;
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(0, atNanos - System.nanoTime()));
        } catch (InterruptedException stopAnyway) {
            interrupted = true;
        }
        letGo();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void letGo() {
        Opening last = adopted;
        if (last != null) {
            last.shipper.stop(System.nanoTime());
        }
    }

    private void run() {
        while (!isClosing()) {
            try {
                look();
            } catch (IOException | RuntimeException | InternalError again) {
                status.warn("keeper", () -> "looking after the journal failed, trying again: " + again);
            }
        }
        // also what was adopted after the deadline of the stop
        letGo();
    }

    private boolean isClosing() {
        try {
            return closing.await(pace.look().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stranger) {
            // nobody of ours interrupts this thread
            return false;
        }
    }

    private void look() throws IOException {
        Opening now = openings.current();
        if (now.failure() != null) {
            openings.fail(now, now.failure());
        }
        if (!openings.isOnDiskWanted() || !isDue()) {
            return;
        }
        if (now.isOnDisk() && !Files.exists(now.path())) {
            openings.removed(now);
        }
        if (System.nanoTime() - retriedNanos >= pace.retry().toNanos()) {
            retriedNanos = System.nanoTime();
            openings.tryDisk();
        }
        adopt();
    }

    /** The directory is looked at less often than the journal in use. */
    private boolean isDue() {
        long nowNanos = System.nanoTime();
        boolean due = nowNanos - lookedNanos >= pace.orphan().toNanos() / 4;
        lookedNanos = due ? nowNanos : lookedNanos;
        return due;
    }

    private void adopt() throws IOException {
        JournalDirectory directory = openings.directory();
        String clusterId = openings.current().shipper.clusterId();
        if (adopted != null && adopted.shipper.hasEnded()) {
            adopted = null;
        }
        // without contact there is nobody to ship it to
        if (directory == null || clusterId.isEmpty()) {
            Arrays.fill(isFree, false);
            return;
        }
        for (int number = 0; number < isFree.length; number++) {
            // one after the other, but while one is shipped the others' time runs
            if (isFreeLongEnough(directory, number, clusterId) && adopted == null) {
                adopt(directory, number, clusterId);
            }
        }
    }

    private boolean isFreeLongEnough(JournalDirectory directory, int number, String clusterId) throws IOException {
        boolean free = directory.isOrphan(number, clusterId) && directory.isFree(number);
        if (free && !isFree[number]) {
            freeSinceNanos[number] = System.nanoTime();
        }
        isFree[number] = free;
        return free
                && System.nanoTime() - freeSinceNanos[number] >= pace.orphan().toNanos();
    }

    private void adopt(JournalDirectory directory, int number, String clusterId) throws IOException {
        isFree[number] = false;
        Optional<Journal> orphan = directory.adopt(number, clusterId);
        if (orphan.isPresent()) {
            adopted = Opening.adopted(parts, setup.get(), orphan.get());
            parts.counters().adoptedSlots().increment();
            status.info("shipping what a process that is gone has left in "
                    + orphan.get().disk().path());
            adopted.shipper.start();
            // ends when all is shipped; else the slot would be held, and no other adopted, until the process stops
            adopted.shipper.drain();
        }
    }
}
