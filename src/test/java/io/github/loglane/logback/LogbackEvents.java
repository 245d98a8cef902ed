package io.github.loglane.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.loglane.encode.FakeEvent;
import java.time.Instant;
import java.util.List;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

/** Makes Logback's events of the events of a test. */
final class LogbackEvents {

    private LogbackEvents() {}

    static LoggingEvent of(FakeEvent fake, LoggerContext context) {
        LoggingEvent event = new FakeLoggingEvent(fake, context);
        event.setLoggerName(fake.loggerName);
        event.setThreadName(fake.threadName);
        event.setInstant(Instant.ofEpochSecond(fake.epochSecond, fake.nanoOfSecond));
        event.setMDCPropertyMap(fake.context);
        if (fake.markerName != null) {
            event.addMarker(new BasicMarkerFactory().getMarker(fake.markerName));
        }
        Object request = fake.request();
        if (request != null) {
            event.setKeyValuePairs(List.of(new KeyValuePair("request", request)));
        }
        return event;
    }

    /** Its message is that of the fake, which may throw. */
    private static final class FakeLoggingEvent extends LoggingEvent {
        private final FakeEvent fake;

        FakeLoggingEvent(FakeEvent fake, LoggerContext context) {
            super(
                    LogbackEvents.class.getName(),
                    LogbackContexts.root(context),
                    Level.toLevel(fake.levelName),
                    "",
                    fake.thrown,
                    null);
            this.fake = fake;
        }

        @Override
        public String getFormattedMessage() {
            CharSequence message = fake.message();
            return message == null ? null : message.toString();
        }
    }
}
