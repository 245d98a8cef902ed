package io.github.loglane.log4j2;

import io.github.loglane.encode.EventView;
import io.github.loglane.encode.Severity;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.StringBuilderFormattable;
import org.apache.logging.log4j.util.TriConsumer;

/**
 * A {@link LogEvent} as the encoder sees it. Not thread-safe; pooled by {@link PipelineManager} and used again for another
 * event, which then costs no allocation.
 */
final class Log4jEventView implements EventView {

    private static final String REQUEST = "request";

    /** A buffer that one long message made larger than this is not kept. */
    private static final int MAX_KEPT_CHARS = 8 << 10;

    private static final TriConsumer<String, Object, ContextVisitor> VISIT =
            (key, value, visitor) -> visitor.entry(key, value == null ? null : value.toString());

    private LogEvent event;
    private StringBuilder formatted;

    Log4jEventView() {}

    Log4jEventView(LogEvent event) {
        this.event = event;
    }

    /** Makes this the view of {@code event}, or of none where that is {@code null}. */
    Log4jEventView over(LogEvent newEvent) {
        event = newEvent;
        if (formatted != null && formatted.capacity() > MAX_KEPT_CHARS) {
            formatted = null;
        }
        return this;
    }

    LogEvent event() {
        return event;
    }

    @Override
    public long epochSecond() {
        return event.getInstant().getEpochSecond();
    }

    @Override
    public int nanoOfSecond() {
        return event.getInstant().getNanoOfSecond();
    }

    @Override
    public CharSequence message() {
        Message message = event.getMessage();
        if (message == null) {
            return null;
        }
        if (message instanceof CharSequence text && text.length() == 0) {
            // What Log4j formats as "null" though it has no characters is a null message.
            return message.getFormattedMessage().isEmpty() ? "" : null;
        }
        if (message instanceof StringBuilderFormattable formattable && !(message instanceof SimpleMessage)) {
            return format(formattable);
        }
        return message.getFormattedMessage();
    }

    private CharSequence format(StringBuilderFormattable message) {
        if (formatted == null) {
            formatted = new StringBuilder(256);
        }
        formatted.setLength(0);
        message.formatTo(formatted);
        return formatted;
    }

    @Override
    public Severity severity() {
        return switch (event.getLevel().getStandardLevel()) {
            case OFF, FATAL -> Severity.FATAL;
            case ERROR -> Severity.ERROR;
            case WARN -> Severity.WARN;
            case INFO -> Severity.INFO;
            case DEBUG -> Severity.DEBUG;
            case TRACE, ALL -> Severity.TRACE;
        };
    }

    @Override
    public String levelName() {
        return event.getLevel().name();
    }

    @Override
    public String loggerName() {
        return event.getLoggerName();
    }

    @Override
    public String threadName() {
        return event.getThreadName();
    }

    @Override
    public long threadId() {
        return event.getThreadId();
    }

    @Override
    public Throwable thrown() {
        return event.getThrown();
    }

    @Override
    public String markerName() {
        return event.getMarker() == null ? null : event.getMarker().getName();
    }

    @Override
    public String contextValue(String key) {
        ReadOnlyStringMap context = event.getContextData();
        Object value = context == null ? null : context.getValue(key);
        return value == null ? null : value.toString();
    }

    @Override
    public void forEachContext(ContextVisitor visitor) {
        ReadOnlyStringMap context = event.getContextData();
        if (context != null && !context.isEmpty()) {
            context.forEach(VISIT, visitor);
        }
    }

    @Override
    public Object request() {
        return event.getMessage() instanceof MapMessage<?, ?> map
                ? map.getIndexedReadOnlyStringMap().getValue(REQUEST)
                : null;
    }
}
