package io.github.loglane.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Properties;

/**
 * The right to use {@code <n>.journal}: the lock on {@code <n>.lock}, held until {@link #release}. The operating system gives it
 * back when the process ends in whatever way.
 *
 * <p>Within one JVM a registry comes first. A POSIX lock belongs to the process: opening the lock file once more and closing
 * that drops the lock that is held, silently. The registry is the JVM's system properties, which class loaders and relocated
 * copies of this library share.
 *
 * <p>Not guaranteed: that locks work on a network file system. Two hosts that share a directory over one without locks would
 * write to the same file.
 */
final class Slot {

    /** Not the package's name: a tool that relocates the library would change it, and copies would not see each other. */
    private static final String REGISTRY_PREFIX = "loglane.slot:";

    private final int number;
    private final Path journal;
    private final String key;
    private final FileChannel channel;
    private final FileLock lock;
    private boolean released;

    private Slot(int number, Path journal, String key, FileChannel channel, FileLock lock) {
        this.number = number;
        this.journal = journal;
        this.key = key;
        this.channel = channel;
        this.lock = lock;
    }

    static Path journalPath(Path directory, int number) {
        return directory.resolve(number + ".journal");
    }

    static Path lockPath(Path directory, int number) {
        return directory.resolve(number + ".lock");
    }

    /** Whether this JVM holds the slot, which must not open its lock file again then. */
    static boolean isHeldHere(Path directory, int number) {
        return System.getProperties().containsKey(key(directory, number));
    }

    private static String key(Path directory, int number) {
        return REGISTRY_PREFIX + lockPath(directory, number);
    }

    /**
     * Takes the slot; empty where somebody has it.
     *
     * @param directory its real path, so that two ways to it are one
     */
    static Optional<Slot> tryTake(Path directory, int number, FileAttribute<?>[] ownerOnly) throws IOException {
        String key = key(directory, number);
        Properties registry = System.getProperties();
        String owner = "process " + ProcessHandle.current().pid();
        if (registry.putIfAbsent(key, owner) != null) {
            return Optional.empty();
        }
        Optional<Slot> slot = Optional.empty();
        try {
            slot = lock(directory, number, key, ownerOnly);
        } finally {
            if (slot.isEmpty()) {
                registry.remove(key);
            }
        }
        return slot;
    }

    @SuppressWarnings("PMD.CloseResource") // held until the slot is released
    private static Optional<Slot> lock(Path directory, int number, String key, FileAttribute<?>[] ownerOnly)
            throws IOException {
        Path path = lockPath(directory, number);
        if (!Files.exists(path)) {
            createQuietly(path, ownerOnly);
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldByACopyOfUs) {
            return Optional.empty();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null
                ? Optional.empty()
                : Optional.of(new Slot(number, journalPath(directory, number), key, channel, lock));
    }

    private static void createQuietly(Path path, FileAttribute<?>[] ownerOnly) throws IOException {
        try {
            Files.createFile(path, ownerOnly);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            // that one is as good
            return;
        }
    }

    int number() {
        return number;
    }

    Path journal() {
        return journal;
    }

    /** What the journal is called while it is made: a process killed meanwhile leaves no journal, and no damaged one. */
    Path making() {
        return journal.resolveSibling(journal.getFileName() + ".making");
    }

    synchronized void release() throws IOException {
        if (released) {
            return;
        }
        released = true;
        try (channel) {
            lock.release();
        } finally {
            System.getProperties().remove(key);
        }
    }

    @Override
    public String toString() {
        return "Slot{" + journal + '}';
    }
}
