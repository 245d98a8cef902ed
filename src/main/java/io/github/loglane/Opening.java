package io.github.loglane;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalDirectory;
import io.github.loglane.journal.JournalFailure;
import io.github.loglane.journal.Predecessor;
import io.github.loglane.ship.EpochRecords;
import io.github.loglane.ship.ProducerSettings;
import io.github.loglane.ship.Shipper;
import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** One opening of one journal, and the thread that ships it. The journal is closed by that thread when it ends. */
final class Opening {

    final Journal journal;
    final Shipper shipper;

    private Opening(Journal journal, Shipper shipper) {
        this.journal = journal;
        this.shipper = shipper;
    }

    /** What all openings of a pipeline share. */
    record Parts(String name, String topic, Counters counters, StatusReporter status, Runnable afterEach) {}

    /**
     * In memory, of which the shipper allocates the most: an application's start does not wait for that.
     *
     * @throws OutOfMemoryError where the JVM has no direct memory left
     */
    static Opening inMemory(Parts parts, Setup setup, long journalBytes) {
        return begin(parts, setup, Journal.inMemory(journalBytes, setup.maxRecordBytes, EpochId.next()));
    }

    /** @throws IOException where the directory cannot be used */
    static Opening onDisk(Parts parts, Setup setup, JournalDirectory directory) throws IOException {
        return begin(parts, setup, directory.open(EpochId.next()));
    }

    private static Opening begin(Parts parts, Setup setup, Journal journal) {
        return orClosed(parts, journal, () -> tryBegin(parts, setup, journal));
    }

    /** An opening that cannot be gives its journal back. */
    private static Opening orClosed(Parts parts, Journal journal, Supplier<Opening> opening) {
        Opening opened = null;
        try {
            opened = opening.get();
        } finally {
            if (opened == null) {
                close(journal, false, parts.status());
            }
        }
        return opened;
    }

    private static Opening tryBegin(Parts parts, Setup setup, Journal journal) {
        Epoch epoch = epoch(setup, journal);
        Predecessor gone = journal.disk() == null ? null : goOnBehind(epoch, journal, parts.status());
        boolean goesOn = gone != null && gone.isOfThisBoot();
        if (gone != null) {
            String what = goesOn ? "this process goes on in its place" : "which stays open in the audit";
            parts.status().warn("end", "no room for the end of " + gone + ", " + what);
        }
        if (goesOn) {
            journal.goOnAs(gone);
        } else {
            journal.start(setup.config.hostname());
        }
        Shipper shipper = shipper(parts, setup.config.producer(), journal, epoch, false);
        shipper.forceEvery(setup.config.forceMs());
        if (!goesOn) {
            epoch.begin();
        }
        return new Opening(journal, shipper);
    }

    /** Ships what a process that is gone has left in {@code journal}, and nothing else. */
    static Opening adopted(Parts parts, Setup setup, Journal journal) {
        return orClosed(parts, journal, () -> tryAdopt(parts, setup, journal));
    }

    private static Opening tryAdopt(Parts parts, Setup setup, Journal journal) {
        Epoch epoch = epoch(setup, journal);
        Predecessor gone = goOnBehindAdopted(epoch, journal, parts.status());
        journal.seal();
        Parts own = new Parts(parts.name() + "-adopted", parts.topic(), parts.counters(), parts.status(), () -> {});
        EndedEpoch records = new EndedEpoch(epoch, () -> gone == null || epoch.endOf(gone));
        return new Opening(journal, shipper(own, setup.config.producer().beside("-adopted"), journal, records, true));
    }

    private static Epoch epoch(Setup setup, Journal journal) {
        return new Epoch(journal, setup.json, setup.workers.ofProcess(), setup.maxRecordBytes);
    }

    /** Where the disk is full the file is kept for the end; to ship what is there needs no room. */
    private static Predecessor goOnBehindAdopted(Epoch epoch, Journal journal, StatusReporter status) {
        try {
            return goOnBehind(epoch, journal, status);
        } catch (JournalFailure full) {
            journal.disk().failed(full);
            return null;
        }
    }

    /** @return the process whose epoch ought to be ended here, where there is no room for that */
    private static Predecessor goOnBehind(Epoch epoch, Journal journal, StatusReporter status) {
        if (journal.usedBytes() > 0) {
            status.info("the journal " + journal.disk().path() + " has " + journal.usedBytes()
                    + " bytes of a process before, which are shipped first");
        }
        Predecessor gone = journal.disk().predecessor();
        return gone == null || epoch.endOf(gone) ? null : gone;
    }

    private static Shipper shipper(
            Parts parts, ProducerSettings producer, Journal journal, EpochRecords records, boolean delete) {
        return new Shipper(
                ConfigCheck.plainName(parts.name()),
                parts.topic(),
                producer,
                journal,
                records,
                parts.counters(),
                parts.status(),
                () -> {
                    close(journal, delete, parts.status());
                    parts.afterEach().run();
                });
    }

    private static void close(Journal journal, boolean delete, StatusReporter status) {
        try {
            journal.close(delete);
        } catch (IOException | InternalError failed) {
            status.warn("journalClose", "closing the journal failed: " + failed.getMessage());
        }
    }

    /** The file that keeps the journal, or {@code null} where it is in memory. */
    Path path() {
        return journal.disk() == null ? null : journal.disk().path();
    }

    boolean isOnDisk() {
        return journal.disk() != null;
    }

    /** Why the journal cannot be used any more, or {@code null}. */
    Throwable failure() {
        return journal.disk() == null ? null : journal.disk().failure();
    }

    @Override
    public String toString() {
        return "Opening{" + journal + '}';
    }
}
