package io.github.loglane.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The process that opens a journal, as its file notes it.
 *
 * @param hostname this host's name
 * @param bootId the machine's current run; 0 where the operating system does not tell
 */
record Opener(String hostname, long pid, long startedMs, UUID bootId) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    static final UUID NO_BOOT = new UUID(0, 0);

    static Opener current(String hostname) {
        return new Opener(hostname, ProcessHandle.current().pid(), System.currentTimeMillis(), bootIdOfNow());
    }

    /** Only Linux tells; elsewhere no epoch of a dead process is ended in its name, since power may have failed. */
    private static UUID bootIdOfNow() {
        try {
            return UUID.fromString(Files.readString(BOOT_ID).strip());
        } catch (IOException | RuntimeException untold) {
            return NO_BOOT;
        }
    }

    void writeTo(HeaderPage page, int number, long epoch) {
        page.clear(FileLayout.OPENING, FileLayout.OPENING_BYTES);
        page.putInt(FileLayout.OPENING_NUMBER, number);
        page.putLong(FileLayout.OPENING_EPOCH, epoch);
        page.putLong(FileLayout.OPENING_STARTED, startedMs);
        page.putLong(FileLayout.OPENING_PID, pid);
        page.putLong(FileLayout.OPENING_BOOT, bootId.getMostSignificantBits());
        page.putLong(FileLayout.OPENING_BOOT + 8, bootId.getLeastSignificantBits());
        page.putText(FileLayout.OPENING_HOST, hostname, FileLayout.MAX_HOST_BYTES);
        page.seal(FileLayout.OPENING, FileLayout.OPENING_BYTES);
    }

    static Opener of(HeaderPage page) {
        return new Opener(
                page.text(FileLayout.OPENING_HOST, FileLayout.MAX_HOST_BYTES),
                page.getLong(FileLayout.OPENING_PID),
                page.getLong(FileLayout.OPENING_STARTED),
                new UUID(page.getLong(FileLayout.OPENING_BOOT), page.getLong(FileLayout.OPENING_BOOT + 8)));
    }

    /** Whether no power failure can lie between the two: what one wrote the other sees. */
    boolean isSameBoot(Opener other) {
        return !bootId.equals(NO_BOOT) && bootId.equals(other.bootId);
    }
}
