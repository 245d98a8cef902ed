package io.github.loglane.conf;

/** The levels that can be set over the topic, coarsest first. */
public enum ConfLevel {
    OFF,
    FATAL,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE,
    ALL;

    /** Whether a record that sets it must say when that ends: it may fill disks if it is forgotten. */
    public boolean needsExpiry() {
        return compareTo(INFO) > 0;
    }

    /** Whether a record that sets it must say {@code "force":true}: it hides errors, or floods. */
    public boolean needsForce(boolean isRoot) {
        return compareTo(FATAL) <= 0 || isRoot && compareTo(TRACE) >= 0;
    }
}
