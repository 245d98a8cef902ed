package io.github.loglane.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.github.loglane.encode.EventView;
import io.github.loglane.encode.Severity;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * An {@link ILoggingEvent} as the encoder sees it. Not thread-safe; pooled by {@link SharedPipeline} and used again for
 * another event.
 *
 * <p>Key-value pairs stand with the MDC, as they do where SLF4J logs to Log4j2, and hide what the MDC has under their names.
 * The pair {@code request} is the request.
 */
final class LogbackEventView implements EventView {

    private static final String REQUEST = "request";

    private ILoggingEvent event;

    LogbackEventView() {}

    /** Makes this the view of {@code newEvent}, or of none where that is {@code null}. */
    LogbackEventView over(ILoggingEvent newEvent) {
        event = newEvent;
        return this;
    }

    ILoggingEvent event() {
        return event;
    }

    @Override
    public long epochSecond() {
        return instant().getEpochSecond();
    }

    @Override
    public int nanoOfSecond() {
        return instant().get(ChronoField.NANO_OF_SECOND);
    }

    private Instant instant() {
        Instant instant = event.getInstant();
        return instant == null ? Instant.ofEpochMilli(event.getTimeStamp()) : instant;
    }

    @Override
    public CharSequence message() {
        return event.getFormattedMessage();
    }

    @Override
    public Severity severity() {
        int level = event.getLevel().toInt();
        if (level >= Level.ERROR_INT) {
            return Severity.ERROR;
        }
        if (level >= Level.WARN_INT) {
            return Severity.WARN;
        }
        if (level >= Level.INFO_INT) {
            return Severity.INFO;
        }
        return level >= Level.DEBUG_INT ? Severity.DEBUG : Severity.TRACE;
    }

    @Override
    public String levelName() {
        return event.getLevel().toString();
    }

    @Override
    public String loggerName() {
        String name = event.getLoggerName();
        return org.slf4j.Logger.ROOT_LOGGER_NAME.equals(name) ? "" : name;
    }

    @Override
    public String threadName() {
        return event.getThreadName();
    }

    /** Logback's events do not hold it. Behind an AsyncAppender it is not known any more. */
    @Override
    public long threadId() {
        Thread current = Thread.currentThread();
        return current.getName().equals(event.getThreadName()) ? current.getId() : 0;
    }

    @Override
    public Throwable thrown() {
        return event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    }

    @Override
    public String markerName() {
        List<Marker> markers = event.getMarkerList();
        if (markers == null || markers.isEmpty()) {
            return null;
        }
        return markers.size() == 1
                ? markers.get(0).getName()
                : markers.stream().map(Marker::getName).collect(Collectors.joining(","));
    }

    @Override
    public String contextValue(String key) {
        KeyValuePair pair = pair(key);
        if (pair != null && !key.equals(REQUEST)) {
            return pair.value == null ? null : pair.value.toString();
        }
        Map<String, String> context = event.getMDCPropertyMap();
        return context == null ? null : context.get(key);
    }

    @Override
    public void forEachContext(ContextVisitor visitor) {
        Map<String, String> context = event.getMDCPropertyMap();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (context != null) {
            for (Map.Entry<String, String> entry : context.entrySet()) {
                if (pairs == null || REQUEST.equals(entry.getKey()) || pair(entry.getKey()) == null) {
                    visitor.entry(entry.getKey(), entry.getValue());
                }
            }
        }
        for (int i = 0; pairs != null && i < pairs.size(); i++) {
            KeyValuePair pair = pairs.get(i);
            if (!REQUEST.equals(pair.key) && i == indexOf(pair.key, pairs)) {
                visitor.entry(pair.key, pair.value == null ? null : pair.value.toString());
            }
        }
    }

    private KeyValuePair pair(String key) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        int index = pairs == null ? -1 : indexOf(key, pairs);
        return index < 0 ? null : pairs.get(index);
    }

    /** Of the last one of this key, or -1. */
    private static int indexOf(String key, List<KeyValuePair> pairs) {
        int i = pairs.size() - 1;
        while (i >= 0 && !Objects.equals(key, pairs.get(i).key)) {
            i--;
        }
        return i;
    }

    @Override
    public Object request() {
        KeyValuePair pair = pair(REQUEST);
        return pair == null ? null : pair.value;
    }
}
