package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalDisk;
import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * What the shipper's thread does for a journal on the disk beside shipping it: keep room ahead of the writer, have the disk take
 * what was written, note the cluster. Does nothing for a journal in memory.
 */
final class DiskTending {

    private static final int MANY_FAULTS = 10;

    private final Journal journal;
    private final JournalDisk disk;
    private final StatusReporter status;
    private volatile String clusterId = "";
    private int faults;
    private volatile long forceNanos;
    private long forcedNanos = System.nanoTime();

    DiskTending(Journal journal, StatusReporter status) {
        this.journal = journal;
        this.disk = journal.disk();
        this.status = status;
    }

    /** How often to force what was appended to the disk; 0 never. Safe for any thread. */
    void forceEvery(long intervalMs) {
        forceNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    }

    void turn(long nowNanos) {
        if (disk == null) {
            return;
        }
        try {
            disk.prepareAhead(journal.commitPosition(), journal.writePosition(), nowNanos);
        } catch (IOException full) {
            // the writer comes to the same place later; if there is no room then either, the journal in memory takes
            // over
            status.warn("allocate", () -> "no room for the journal " + disk.path() + ": " + full.getMessage());
        }
        if (forceNanos > 0 && nowNanos - forcedNanos >= forceNanos) {
            forcedNanos = nowNanos;
            force();
        }
    }

    private void force() {
        try {
            disk.force(journal.writePosition());
        } catch (UncheckedIOException broken) {
            disk.failed(broken);
        }
    }

    /** The id of the cluster; empty until the first contact. Safe for any thread. */
    String clusterId() {
        return clusterId;
    }

    void cluster(String id) {
        clusterId = id;
        if (disk != null && disk.failure() == null && !id.isEmpty()) {
            disk.clusterId(id);
        }
    }

    /** The JVM says so where a page of a mapped file is gone, at the access or some time later. */
    void failed(Throwable fault) {
        if (disk != null) {
            faults++;
            disk.failed(fault);
        }
    }

    /** Whether reading on met such a page again and again. */
    boolean isHopeless() {
        return faults >= MANY_FAULTS;
    }

    void reportUnsettled(Throwable reason) {
        status.warn("settle", () -> "the last acknowledgements were not noted in the journal: " + reason);
    }

    void reportHeld() {
        status.warn("held", () -> "the journal " + disk.path() + " is given back later than its pipeline was stopped");
    }

    boolean hasFailed() {
        return disk != null && disk.failure() != null;
    }
}
