package io.github.loglane.journal;

import io.github.loglane.status.StatusReporter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A directory of journals: at most {@value #MAX_SLOTS} slots, each a file {@code <n>.journal} of one topic and one Kafka, with
 * {@code <n>.lock} beside it. Whoever holds the lock owns the journal.
 *
 * <p>A process takes the first slot of its topic that nobody holds and goes on behind what was left there; else it makes one.
 * So a process that starts a thousand times needs one slot.
 *
 * <p>One thread at a time; any number of processes.
 */
public final class JournalDirectory {

    public static final int MAX_SLOTS = 8;

    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    /** Of an adopted journal: nothing of the process's own goes into it. */
    private static final long NO_EPOCH = 0;

    private final Path configured;
    private final Wanted wanted;
    private final StatusReporter status;
    private Path directory;
    private boolean isPosix;

    /**
     * What the journals are for.
     *
     * @param journalBytes of a journal that has to be made; one that is there keeps its size until it is empty
     * @param maxRecordBytes largest record that must have room in it
     */
    public record Wanted(
            String topic, String bootstrapServers, long journalBytes, int maxRecordBytes, String hostname) {}

    /** @param configured created where it is not there, for its owner only */
    public JournalDirectory(Path configured, Wanted wanted, StatusReporter status) {
        this.configured = configured;
        this.wanted = wanted;
        this.status = status;
    }

    /**
     * Opens the journal that this process writes to.
     *
     * @throws IOException that names the directory where it cannot be used, has no room or no free slot
     */
    public Journal open(long epoch) throws IOException {
        prepare();
        Journal journal = takeOver(epoch);
        return journal != null ? journal : make(epoch);
    }

    private void prepare() throws IOException {
        FileAttribute<?>[] ownerOnly = {};
        Path parent = configured.toAbsolutePath().getParent();
        isPosix = configured.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (isPosix) {
            ownerOnly = new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            };
        }
        if (!Files.isDirectory(configured)) {
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectories(configured, ownerOnly);
        }
        directory = configured.toRealPath();
    }

    private FileAttribute<?>[] fileAttributes() {
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : NO_ATTRIBUTES;
    }

    /** The journal of a slot of ours that nobody holds; {@code null} where there is none. */
    private Journal takeOver(long epoch) throws IOException {
        Journal journal = null;
        for (int number = 0; number < MAX_SLOTS && journal == null; number++) {
            Optional<Slot> slot = isOurs(number) ? take(number) : Optional.empty();
            journal = slot.isPresent() ? takeOver(slot.get(), epoch) : null;
        }
        return journal;
    }

    private boolean isOurs(int number) throws IOException {
        FileDescription found = describe(number);
        return found != null && found.isOf(wanted.topic(), target());
    }

    private Optional<Slot> take(int number) throws IOException {
        return Slot.tryTake(directory, number, fileAttributes());
    }

    private String target() {
        return FileDescription.targetOf(wanted.bootstrapServers());
    }

    /** What the slot's file says of itself; {@code null} where there is none, or none that can be used. */
    private FileDescription describe(int number) throws IOException {
        Path path = path(number);
        if (!Files.exists(path)) {
            return null;
        }
        try {
            return FileDescription.read(path);
        } catch (NewerVersionException newer) {
            status.warn("journalVersion", newer.getMessage());
            return null;
        } catch (DamagedFileException damaged) {
            return null;
        } catch (FileNotFoundException unreadable) {
            if (Files.exists(path)) {
                throw unreadable;
            }
            // whoever held it shipped all and deleted it just now
            return null;
        }
    }

    /** The slot's file; where a salvage was cut short, its result, which is all there is. */
    private Path path(int number) {
        Path path = Slot.journalPath(directory, number);
        return Files.exists(path) ? path : Salvage.next(path);
    }

    /** Goes on in a slot that is held now; {@code null}, and the slot released, where it turns out to be another's. */
    private Journal takeOver(Slot slot, long epoch) throws IOException {
        Journal journal = null;
        try {
            salvage(slot).finishReplacing();
            // once more, since its last owner may have had time to give it another content before we held it
            FileDescription description = describe(slot.number());
            if (description != null && description.isOf(wanted.topic(), target())) {
                journal = recover(slot, description, epoch);
            }
            return journal;
        } finally {
            if (journal == null) {
                slot.release();
            }
        }
    }

    private Journal recover(Slot slot, FileDescription description, long epoch) throws IOException {
        return recover(slot, description, (file, found) -> goOn(slot, file, found, epoch));
    }

    /** Makes a journal of a file and what was found in it; {@code null} where it cannot be used. */
    private interface Use {
        Journal of(JournalFile file, Recovery found) throws IOException;
    }

    private Journal recover(Slot slot, FileDescription description, Use use) throws IOException {
        Opener self = Opener.current(wanted.hostname());
        JournalFile file = JournalFile.open(slot.journal(), description);
        Journal journal = null;
        try {
            Recovery found = Recovery.of(file, self);
            if (found.isDamaged()) {
                file = salvage(slot).replace(file, found);
                found = Recovery.of(file, self);
            }
            file.allocatedAtLeast(found.end());
            journal = use.of(file, found);
        } finally {
            if (journal == null) {
                file.close();
            }
        }
        return journal;
    }

    /** Goes on behind what was found; anew, where that is nothing and another size is wanted; {@code null} where it is too small. */
    private Journal goOn(Slot slot, JournalFile file, Recovery found, long epoch) throws IOException {
        long capacityBytes = file.description().capacityBytes();
        if (!hasWantedSize(file.description())) {
            if (found.isEmpty()) {
                file.close();
                return create(slot, epoch);
            }
            status.note("option 'journalBytes': the journal " + slot.journal() + " keeps its " + capacityBytes
                    + " bytes until a start finds it empty");
        }
        checkSpace(capacityBytes - file.allocatedBytes());
        Journal journal = new Journal(file, slot, epoch, found);
        if (journal.maxBodyBytes() < wanted.maxRecordBytes()) {
            status.note("option 'maxRecordBytes': the journal " + slot.journal() + " of " + capacityBytes
                    + " bytes is too small for records of " + wanted.maxRecordBytes()
                    + " and not empty; another one is used, and this one adopted");
            return null;
        }
        return journal;
    }

    private Salvage salvage(Slot slot) {
        return new Salvage(slot, status, fileAttributes());
    }

    private boolean hasWantedSize(FileDescription description) {
        return description.capacityBytes()
                == FileDescription.of(wanted.journalBytes(), wanted.topic(), wanted.bootstrapServers())
                        .capacityBytes();
    }

    /** A journal in a slot that is free, or that nobody needs any more. */
    private Journal make(long epoch) throws IOException {
        for (int number = 0; number < MAX_SLOTS; number++) {
            Optional<Slot> slot = mayUse(number) ? take(number) : Optional.empty();
            Journal journal = slot.isPresent() ? make(slot.get(), epoch) : null;
            if (journal != null) {
                return journal;
            }
        }
        throw new IOException("expecting: a free slot of " + MAX_SLOTS + " in " + directory
                + ", found: all held by running processes, or with records of other topics");
    }

    private boolean mayUse(int number) {
        Path path = Slot.journalPath(directory, number);
        if (Slot.isHeldHere(directory, number)) {
            return false;
        }
        try {
            return !Files.exists(path) || FileDescription.read(path) != null;
        } catch (NewerVersionException newer) {
            return false;
        } catch (IOException damaged) {
            return true;
        }
    }

    private Journal make(Slot slot, long epoch) throws IOException {
        Journal journal = null;
        try {
            if (clear(slot)) {
                journal = create(slot, epoch);
            }
            return journal;
        } finally {
            if (journal == null) {
                slot.release();
            }
        }
    }

    /** Makes way for a new file; false where records of somebody else are there. */
    private boolean clear(Slot slot) throws IOException {
        Salvage salvage = salvage(slot);
        salvage.finishReplacing();
        if (!Files.exists(slot.journal())) {
            return true;
        }
        try {
            return isDrained(slot, FileDescription.read(slot.journal()));
        } catch (DamagedFileException damaged) {
            salvage.setAside(damaged.getMessage());
            return true;
        }
    }

    private boolean isDrained(Slot slot, FileDescription description) throws IOException {
        JournalFile file = JournalFile.open(slot.journal(), description);
        try {
            Recovery found = Recovery.of(file, Opener.current(wanted.hostname()));
            return found.isEmpty();
        } finally {
            file.close();
        }
    }

    private Journal create(Slot slot, long epoch) throws IOException {
        FileDescription description =
                FileDescription.of(wanted.journalBytes(), wanted.topic(), wanted.bootstrapServers());
        Path making = slot.making();
        Files.deleteIfExists(slot.journal());
        Files.deleteIfExists(making);
        checkSpace(description.capacityBytes());
        Files.createFile(making, fileAttributes());
        try {
            return new Journal(JournalFile.create(making, slot.journal(), description), slot, epoch);
        } finally {
            Files.deleteIfExists(making);
        }
    }

    private void checkSpace(long wantedBytes) throws IOException {
        long freeBytes = Files.getFileStore(directory).getUsableSpace();
        if (freeBytes < wantedBytes) {
            throw new IOException(
                    "expecting: " + wantedBytes + " bytes free in " + directory + ", found: " + freeBytes);
        }
    }

    /** Where the journals are; {@code null} before the first {@link #open}. */
    public Path path() {
        return directory;
    }

    // orphans

    /**
     * Takes a journal that nobody holds, of this topic and this cluster, to ship what is left in it and nothing more.
     *
     * @param number of the slot
     * @param clusterId of the cluster this process ships to
     * @return empty where somebody has it by now, or it is another's
     */
    public Optional<Journal> adopt(int number, String clusterId) throws IOException {
        if (!isOrphan(number, clusterId)) {
            return Optional.empty();
        }
        Optional<Slot> taken = take(number);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        Slot slot = taken.get();
        Journal journal = null;
        try {
            salvage(slot).finishReplacing();
            FileDescription description = describe(number);
            if (description != null && isOfCluster(slot.journal(), description, clusterId)) {
                journal = recover(slot, description, (file, found) -> adopt(slot, file, found));
            }
            return Optional.ofNullable(journal);
        } finally {
            if (journal == null) {
                slot.release();
            }
        }
    }

    /** What tells of the last seq may be shipped and gone before the end has room, so it is noted. */
    private static Journal adopt(Slot slot, JournalFile file, Recovery found) {
        if (found.predecessor() != null) {
            file.assigned(found.predecessor().lastSeq(), found.end());
        }
        return new Journal(file, slot, NO_EPOCH, found);
    }

    /** Whether nobody holds the slot at this moment. Takes it for that moment. */
    public boolean isFree(int number) throws IOException {
        Optional<Slot> slot = take(number);
        if (slot.isPresent()) {
            slot.get().release();
        }
        return slot.isPresent();
    }

    /** Whether the slot has a journal of this topic and cluster that no process of this JVM holds; takes no lock. */
    public boolean isOrphan(int number, String clusterId) throws IOException {
        if (directory == null || Slot.isHeldHere(directory, number)) {
            return false;
        }
        FileDescription description = describe(number);
        Path path = path(number);
        return description != null && !HeaderPeek.at(path).isIdle() && isOfCluster(path, description, clusterId);
    }

    private boolean isOfCluster(Path path, FileDescription description, String clusterId) throws IOException {
        if (!description.topic().equals(wanted.topic())) {
            return false;
        }
        String found = HeaderPeek.at(path).clusterId();
        return found.isEmpty() || clusterId.isEmpty() ? description.target().equals(target()) : found.equals(clusterId);
    }
}
