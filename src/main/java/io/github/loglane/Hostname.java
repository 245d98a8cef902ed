package io.github.loglane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this machine is called, without asking a name server: resolving one's own name can take seconds where DNS is away, and
 * an application must not wait for that. Safe for any thread.
 */
public final class Hostname {

    private static final Path LINUX_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path UNIX_NAME = Path.of("/etc/hostname");

    private Hostname() {}

    /** The kernel's name for this host, else the environment's, else {@code localhost}. */
    public static String find() {
        String[] candidates = {
            firstLine(LINUX_NAME), System.getenv("HOSTNAME"), System.getenv("COMPUTERNAME"), firstLine(UNIX_NAME)
        };
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        return "localhost";
    }

    private static String firstLine(Path file) {
        try {
            return Files.isReadable(file)
                    ? Files.readString(file).lines().findFirst().orElse(null)
                    : null;
        } catch (IOException unreadable) {
            // not this kind of system, or not for us to read: the next source is asked
            return null;
        }
    }
}
