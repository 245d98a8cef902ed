package io.github.loglane;

import io.github.loglane.journal.JournalDirectory;
import io.github.loglane.journal.OldestRecord;
import io.github.loglane.ship.ProducerSettings;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * The opening that events go to, and those before it that still ship what they hold. A journal is replaced where its file fails,
 * where the directory can be used (again), and where the configuration wants another one; whatever was journaled is shipped, by
 * one shipper after the other, so that no lane overtakes itself.
 *
 * <p>Safe for any thread.
 */
final class Openings {

    private final Opening.Parts parts;
    private final Deque<Opening> before = new ArrayDeque<>();
    private Setup setup;
    private JournalDirectory directory;
    private boolean isClosed;
    private volatile Opening current;

    /** @throws OutOfMemoryError where the JVM has no direct memory left */
    Openings(Opening.Parts parts, Setup setup) {
        this.parts = parts;
        this.setup = setup;
        this.directory = directoryOf(setup.config);
        this.current = directory == null ? inMemory() : onDiskOrInMemory();
    }

    private JournalDirectory directoryOf(PipelineConfig config) {
        if (config.journal() == null) {
            return null;
        }
        JournalDirectory.Wanted wanted = new JournalDirectory.Wanted(
                parts.topic(),
                config.producer().bootstrapServers(),
                config.journalBytes(),
                config.maxRecordBytes(),
                config.hostname());
        return new JournalDirectory(config.journal(), wanted, parts.status());
    }

    private Opening onDiskOrInMemory() {
        try {
            return Opening.onDisk(parts, setup, directory);
        } catch (IOException | RuntimeException | InternalError unusable) {
            reportUnusable(unusable);
            return inMemory();
        }
    }

    private void reportUnusable(Throwable reason) {
        parts.status()
                .warn(
                        "journal",
                        "the journal directory " + setup.config.journal()
                                + " cannot be used, the journal is in memory and"
                                + " ends with the process; tried again each minute: " + describe(reason));
    }

    private static String describe(Throwable reason) {
        return reason.getClass().getSimpleName() + ": " + reason.getMessage();
    }

    /** Where a directory was wanted, the journal in memory has the size that one in memory has by default. */
    private Opening inMemory() {
        long bytes = setup.config.journal() == null
                ? setup.config.journalBytes()
                : Math.min(setup.config.journalBytes(), memoryBytes(setup.maxRecordBytes));
        return Opening.inMemory(parts, setup, bytes);
    }

    private static long memoryBytes(int maxRecordBytes) {
        return Math.max(
                PipelineConfig.DEFAULT_JOURNAL_BYTES, (long) PipelineConfig.MIN_RECORDS_PER_JOURNAL * maxRecordBytes);
    }

    Opening current() {
        return current;
    }

    /** Begins to ship, unless a stop has done so. */
    synchronized void start() {
        Opening first = before.isEmpty() ? current : before.peek();
        if (!isClosed && !first.shipper.hasStarted()) {
            first.shipper.start();
        }
    }

    synchronized boolean isOnDiskWanted() {
        return directory != null;
    }

    /** Where journals are wanted on the disk; {@code null} where they are not. */
    synchronized JournalDirectory directory() {
        return directory;
    }

    /** Goes on in memory where {@code failed} is still the current one. */
    synchronized void fail(Opening failed, Throwable cause) {
        if (failed != current || isClosed) {
            return;
        }
        if (failed.isOnDisk()) {
            failed.journal.disk().failed(cause);
        }
        parts.status()
                .error(
                        "journalFailed",
                        "the journal " + failed.path() + " failed, it is in memory now: " + describe(cause));
        try {
            replace(inMemory());
        } catch (OutOfMemoryError noRing) {
            parts.status().error("journalFailed", "no memory for a journal in memory, events are lost: " + noRing);
        }
    }

    /** Somebody deleted the file: what is in it is shipped, but it would not outlive the process. */
    synchronized void removed(Opening without) {
        if (without == current && !isClosed) {
            parts.status().warn("journalRemoved", "the file " + without.path() + " was removed, another one is made");
            replace(onDiskOrInMemory());
        }
    }

    /** At once, since the shipper, which does so else, has to wait for the one before. */
    void allocate() {
        allocate(current);
    }

    private static void allocate(Opening next) {
        while (next.journal.allocateSome()) {
            // one piece at a time, so that who appends need not wait for all
        }
    }

    private void replace(Opening next) {
        allocate(next);
        Opening old = current;
        before.add(old);
        current = next;
        old.journal.seal();
        old.shipper.drain();
    }

    /** Goes (back) to the disk where the directory can be used. */
    synchronized void tryDisk() {
        if (isClosed || directory == null || current.isOnDisk() && current.failure() == null) {
            return;
        }
        try {
            replace(Opening.onDisk(parts, setup, directory));
            parts.status().info("the journal is on the disk again: " + current.path());
        } catch (IOException | RuntimeException | InternalError unusable) {
            reportUnusable(unusable);
        }
    }

    /** Has the next opening shipped where the one before it is done. */
    synchronized void advance() {
        while (!before.isEmpty() && before.peek().shipper.hasEnded()) {
            before.remove();
            Opening next = before.isEmpty() ? current : before.peek();
            if (!isClosed) {
                next.shipper.start();
            }
        }
    }

    /** Takes another configuration; another directory or size is another journal. */
    synchronized void reconfigure(Setup changed) {
        PipelineConfig from = setup.config;
        PipelineConfig to = changed.config;
        setup = changed;
        boolean isOther = !Objects.equals(from.journal(), to.journal()) || from.journalBytes() != to.journalBytes();
        if (isOther && !isClosed) {
            directory = directoryOf(to);
            replace(directory == null ? inMemory() : onDiskOrInMemory());
        }
        current.shipper.forceEvery(to.forceMs());
    }

    /** Has all that ship go on with other settings. */
    synchronized void update(ProducerSettings producer) {
        before.forEach(opening -> opening.shipper.update(producer));
        current.shipper.update(producer);
    }

    /** Refuses all events from now on. */
    synchronized void seal() {
        isClosed = true;
        current.journal.seal();
    }

    /**
     * Ships what the journals hold, one after the other, until the deadline.
     *
     * @param atNanos on {@link System#nanoTime()}'s clock
     * @return whether everything was acked by then
     */
    boolean stop(long atNanos) {
        boolean complete = true;
        for (Opening opening : inOrder()) {
            if (complete && !opening.shipper.hasStarted()) {
                opening.shipper.start();
            }
            complete &= opening.shipper.stop(atNanos) && opening.journal.usedBytes() == 0;
        }
        return complete;
    }

    private synchronized Iterable<Opening> inOrder() {
        Deque<Opening> all = new ArrayDeque<>(before);
        all.add(current);
        return all;
    }

    /** Whether all that is not shipped outlives the process. */
    synchronized boolean isAllOnDisk() {
        return current.isOnDisk() && before.stream().allMatch(Opening::isOnDisk);
    }

    /** When the oldest event was logged that is not yet acked, in ms since 1970; {@link OldestRecord#NONE} where all are. */
    synchronized long oldestTimestampMs() {
        Opening oldest = before.isEmpty() ? current : before.peek();
        return OldestRecord.timestampMs(oldest.journal);
    }

    /** Bytes not yet acked, of all that ship. */
    synchronized long usedBytes() {
        long bytes = current.journal.usedBytes();
        for (Opening opening : before) {
            bytes += opening.journal.usedBytes();
        }
        return bytes;
    }
}
