package io.github.loglane;

import io.github.loglane.encode.EventView;
import io.github.loglane.encode.Severity;
import java.time.Instant;

/** An event of loglane itself: an epoch's begin or end, a gap, or an answer to the topic conf. Encoded like the application's. */
record ControlEvent(Instant at, Severity severity, String message, String threadName, String loggerName)
        implements EventView {

    private static final String LOGGER = "loglane";

    ControlEvent(Instant at, Severity severity, String message, String threadName) {
        this(at, severity, message, threadName, LOGGER);
    }

    @Override
    public long epochSecond() {
        return at.getEpochSecond();
    }

    @Override
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are asked for by the method above
    public int nanoOfSecond() {
        return at.getNano();
    }

    @Override
    public String levelName() {
        return severity.name();
    }

    @Override
    public long threadId() {
        return Thread.currentThread().getId();
    }

    @Override
    public Throwable thrown() {
        return null;
    }

    @Override
    public String markerName() {
        return null;
    }

    @Override
    public String contextValue(String key) {
        return null;
    }

    @Override
    public void forEachContext(ContextVisitor visitor) {
        // a process as a whole has no thread context
    }

    @Override
    public Object request() {
        return null;
    }
}
