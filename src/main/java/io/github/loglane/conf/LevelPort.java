package io.github.loglane.conf;

/** Sets levels in a logging framework. Called by one thread at a time; may throw, which is answered as rejected. */
public interface LevelPort {

    /** Name of the root logger. */
    String ROOT = "ROOT";

    /**
     * Sets the level of a logger.
     *
     * @param logger the logger's name, {@link #ROOT} for the root logger
     * @param level {@code null}: back to what the logger had before, that is to what the configuration says
     */
    void setLevel(String logger, ConfLevel level);

    /**
     * Sets the level that a logger has for one worker, where a process has several.
     *
     * @param worker the worker's id, as in the header {@code w}
     * @param level {@code null}: the worker has no level of its own any more
     */
    default void setWorkerLevel(String worker, String logger, ConfLevel level) {
        throw new UnsupportedOperationException("levels of single workers are not supported here");
    }
}
