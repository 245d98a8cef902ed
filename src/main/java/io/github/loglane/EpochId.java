package io.github.loglane;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Draws epochs: 64 random bits, by which one opening of a journal is told from all others of a fleet. {@link SecureRandom} takes its
 * bits from the same place on Linux, but loads the JVM's security providers for it, 20 ms of an application's start.
 */
final class EpochId {

    private static final String KERNEL_RANDOM = "/dev/urandom";

    private EpochId() {}

    /** Not 0. */
    static long next() {
        return next(KERNEL_RANDOM);
    }

    /** @param source a file that gives random bytes, where there is such a thing */
    static long next(String source) {
        long epoch = read(source);
        if (epoch == 0) {
            SecureRandom random = new SecureRandom();
            while (epoch == 0) {
                epoch = random.nextLong();
            }
        }
        return epoch;
    }

    /** 0 where there are none. */
    private static long read(String source) {
        try (DataInputStream random = new DataInputStream(new FileInputStream(source))) {
            return random.readLong();
        } catch (IOException | SecurityException otherSystem) {
            return 0;
        }
    }
}
