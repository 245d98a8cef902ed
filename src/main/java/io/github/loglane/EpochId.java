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
        long epoch = 0;
        while (epoch == 0) {
            epoch = draw(KERNEL_RANDOM);
        }
        return epoch;
    }

    /** @param source a file that gives random bytes, where there is such a thing */
    static long draw(String source) {
        try (DataInputStream random = new DataInputStream(new FileInputStream(source))) {
            return random.readLong();
        } catch (IOException otherSystem) {
            return new SecureRandom().nextLong();
        }
    }
}
