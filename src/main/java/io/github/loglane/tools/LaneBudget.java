package io.github.loglane.tools;

/** How many lanes the audit keeps: a worker id per event may be anything, even a new one each time. */
final class LaneBudget {

    private long left;

    LaneBudget(long lanes) {
        this.left = lanes;
    }

    boolean take() {
        return left-- > 0;
    }
}
