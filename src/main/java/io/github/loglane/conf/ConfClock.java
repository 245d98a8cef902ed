package io.github.loglane.conf;

import java.time.Instant;

/** The two clocks: the wall's, which may step, says when a setting ends; the steady one then waits for it. */
interface ConfClock {

    ConfClock SYSTEM = new ConfClock() {
        private final long startNanos = System.nanoTime();

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime() - startNanos;
        }
    };

    Instant now();

    /** Nanoseconds since some moment of this process: never negative, never back. */
    long nanos();
}
