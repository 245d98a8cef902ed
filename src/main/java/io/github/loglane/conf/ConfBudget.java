package io.github.loglane.conf;

/**
 * How much of the topic one process holds, so that its memory is bounded whatever is published. Expired and rejected records
 * take nothing of it, so what a process holds does not depend on how long it has been running. One thread at a time.
 */
final class ConfBudget {

    static final long MAX_CHARS = 32L << 20;

    /** A logging framework looks at all its loggers when one more gets a level. */
    static final int MAX_LEVELS = 5_000;

    static final String LIMIT =
            "at most " + MAX_LEVELS + " levels, and settings of " + MAX_CHARS + " characters (each counts 256 more)";

    private int levels;
    private long chars;

    boolean hasRoomFor(ConfSetting setting) {
        boolean isOneLevelTooMany = setting.level() != null && levels >= MAX_LEVELS;
        return !isOneLevelTooMany && chars + setting.chars() <= MAX_CHARS;
    }

    void take(ConfSetting setting) {
        levels += setting.level() == null ? 0 : 1;
        chars += setting.chars();
    }

    void giveBack(ConfSetting setting) {
        levels -= setting.level() == null ? 0 : 1;
        chars -= setting.chars();
    }
}
