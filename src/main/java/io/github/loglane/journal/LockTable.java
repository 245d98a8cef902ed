package io.github.loglane.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who holds a lock file, by Linux's {@code /proc/locks} (proc_locks(5)). Opens no lock file: closing it again would drop a lock
 * that this very process holds, and trying the lock would get in the way of whoever comes for it.
 *
 * <p>The kernel shows only locks of processes that the reader's pid namespace can see. Within a container a lock that is not
 * listed may be held from another one, so nothing is concluded from its absence there.
 */
final class LockTable {

    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

    /** The number of the namespace that sees all processes; the same on every Linux. */
    private static final String WHOLE_MACHINE = "pid:[4026531836]";

    /** Other machines may hold locks there that this kernel does not know of; overlays may list them under other numbers. */
    private static final Set<String> UNTELLING_FILE_SYSTEMS = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "9p",
            "virtiofs",
            "ceph",
            "afs",
            "lustre",
            "gfs2",
            "ocfs2",
            "overlay");

    private LockTable() {}

    static JournalOwner ownerOf(Path lockFile) {
        try {
            long inode = (long) Files.getAttribute(lockFile, "unix:ino");
            long device = (long) Files.getAttribute(lockFile, "unix:dev");
            return find(Files.readAllLines(LOCKS), device, inode, seesAllOf(lockFile));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notTold) {
            return JournalOwner.UNTOLD;
        }
    }

    private static boolean seesAllOf(Path lockFile) throws IOException {
        String type = Files.getFileStore(lockFile).type().toLowerCase(Locale.ROOT);
        return !UNTELLING_FILE_SYSTEMS.contains(type)
                && !type.startsWith("fuse")
                && Files.readSymbolicLink(PID_NAMESPACE).toString().equals(WHOLE_MACHINE);
    }

    /** @param seesAll whether a lock that is not in {@code lines} is held by nobody */
    static JournalOwner find(List<String> lines, long device, long inode, boolean seesAll) {
        JournalOwner owner = seesAll ? JournalOwner.NOBODY : JournalOwner.UNTOLD;
        String number = ":" + inode;
        for (String line : lines) {
            // 7: POSIX  ADVISORY  WRITE 4711 fe:00:2155239 0 EOF; one that waits for the lock has -> behind the colon
            String[] parts = line.strip().split("\\s+", -1);
            boolean isHeld = parts.length >= 8 && parts[1].equals("POSIX") && parts[3].equals("WRITE");
            if (isHeld && parts[5].equals(name(device) + number)) {
                return new JournalOwner(JournalOwner.State.ALIVE, Long.parseLong(parts[4]));
            }
            if (isHeld && parts[5].endsWith(number)) {
                // btrfs and overlayfs show other devices there than to stat(2)
                owner = JournalOwner.UNTOLD;
            }
        }
        return owner;
    }

    /** As the kernel writes a device there: major and minor number in hexadecimal, out of glibc's packing of both. */
    private static String name(long device) {
        long major = (device >>> 8 & 0xFFF) | (device >>> 32 & ~0xFFFL);
        long minor = (device & 0xFF) | (device >>> 12 & ~0xFFL);
        return String.format(Locale.ROOT, "%02x:%02x", major, minor);
    }
}
