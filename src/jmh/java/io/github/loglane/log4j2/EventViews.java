package io.github.loglane.log4j2;

import io.github.loglane.encode.EventView;
import org.apache.logging.log4j.core.LogEvent;

/** Gives benchmarks in other packages the view of an event that the appender makes. */
public final class EventViews {

    private final Log4jEventView view = new Log4jEventView();

    /** The one view there is, as the appender's pool gives it again and again. */
    public EventView of(LogEvent event) {
        return view.over(event);
    }
}
