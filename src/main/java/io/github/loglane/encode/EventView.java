package io.github.loglane.encode;

/**
 * One log event as the encoder sees it: the port a logging front implements. The encoder asks, the event answers.
 *
 * <p>Every method is called on the logging thread, at most a few times per event, before {@code append} returns; a view
 * is never kept. Any method may throw (a message's {@code toString} is the application's code): the encoder writes what
 * it got and a note in place of the rest.
 */
public interface EventView {

    /** Seconds since 1970-01-01T00:00:00Z, of the log call. */
    long epochSecond();

    /** Nanoseconds within {@link #epochSecond()}, 0 to 999,999,999. */
    int nanoOfSecond();

    /** The formatted message; {@code null} where the application logged a null message. */
    CharSequence message();

    Severity severity();

    /** The level's name as the framework spells it, custom levels included. */
    String levelName();

    /** The logger's name; empty for the root logger. */
    String loggerName();

    /** Name of the thread that made the log call, which behind asynchronous loggers is not the current one. */
    String threadName();

    /** Id of the thread that made the log call; 0 where the framework does not tell. */
    long threadId();

    /** The throwable logged, or {@code null}. */
    Throwable thrown();

    /** Name of the event's marker, or {@code null}. */
    String markerName();

    /** The thread context's (MDC's) value of {@code key}, or {@code null}. */
    String contextValue(String key);

    /** Calls {@code visitor} for each entry of the thread context (MDC), values may be {@code null}. */
    void forEachContext(ContextVisitor visitor);

    /**
     * The value of the key {@code request} of a map message: a {@link java.util.Map} (nested maps, collections and
     * scalars within) or any other object, shown by its {@code toString}; {@code null} where there is none.
     */
    Object request();

    /** Receives the entries of a thread context. */
    @FunctionalInterface
    interface ContextVisitor {
        void entry(String key, String value);
    }
}
