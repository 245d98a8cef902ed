package io.github.loglane.log4j2;

import io.github.loglane.encode.EventView;
import org.apache.logging.log4j.core.LogEvent;

/** Gives benchmarks in other packages the view of an event that the appender makes. */
public final class EventViews {

    private EventViews() {}

    public static EventView of(LogEvent event) {
        return new Log4jEventView(event);
    }
}
