package io.github.loglane.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports below the range that the kernel gives to outgoing connections. A port out of that range can be taken by a
 * client while its broker is down, even by the client that tries to reach this very port: it connects to itself.
 */
final class FreePorts {

    private static final int LOWEST = 15_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** A port that nobody listens on now and that this JVM was not given before. */
    static synchronized int next() {
        int end = firstEphemeral();
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST + " to " + end);
    }

    private static int firstEphemeral() {
        try {
            String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
            return Math.max(LOWEST + TRIES, Integer.parseInt(range.strip().split("\\s+", -1)[0]));
        } catch (IOException e) {
            return 32_768; // not Linux: the kernel's range begins at 49152 nearly everywhere else
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
