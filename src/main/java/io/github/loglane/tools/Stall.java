package io.github.loglane.tools;

import java.time.Duration;

/** Notices that a read does not come on, which means that a broker is away. */
final class Stall {

    private final int timeoutSeconds;
    private long lastPosition = -1;
    private long lastMoveNanos = System.nanoTime();

    Stall(int timeoutSeconds) {
        this.timeoutSeconds = timeoutSeconds;
    }

    /** @throws ToolFailure where {@code position} has been the same for too long */
    void check(long position, long end, String topic) {
        long now = System.nanoTime();
        if (position != lastPosition) {
            lastPosition = position;
            lastMoveNanos = now;
        } else if (now - lastMoveNanos > Duration.ofSeconds(timeoutSeconds).toNanos()) {
            throw new ToolFailure("expecting: all of topic " + topic + ", found: " + (end - position)
                    + " offsets that no broker brings for " + timeoutSeconds + " s");
        }
    }
}
