package io.github.loglane.encode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes an event as one JSON object, the default body of a record: {@code @timestamp}, {@code message}, {@code level},
 * {@code workerId}, {@code hostname}, {@code service}, {@code env}, {@code request}, {@code logger}, {@code thread},
 * {@code marker}, {@code traceId}, {@code spanId}, {@code mdc}, {@code exception}, in this order. What an event does not
 * have is omitted, but for the messages: a null message, and that of an exception without one, is JSON {@code null}. To
 * Elasticsearch that is a field without value, which no search for the word "null" finds.
 *
 * <p>The body is valid JSON in valid UTF-8 whatever the event holds, names in each object are unique, and it leaves
 * {@link EncoderSettings#STAMP_BYTES} of {@code maxRecordBytes} free. What is too long is cut behind a whole code point
 * and ends with a note, {@code …[cut, 1048576 chars]}. Of what room there is, the message may take half where there is
 * anything beside it, an exception is left a quarter, {@code request} and {@code mdc} an eighth each; and each may use what
 * those before it left. Entries of {@code request} and {@code mdc} that find no room or have no fit name (null, cut, no
 * valid Unicode) are counted in a member {@code _cut}.
 *
 * <p>Where the application's code throws (a message's {@code toString}), a note stands in place of the value:
 * {@code …[lost to java.lang.IllegalStateException]}. Errors of the JVM, such as {@link OutOfMemoryError}, are thrown on.
 *
 * <p>Safe for any thread; holds no state but the text of the current second. A plain event (strings, a thread context,
 * no exception, no map message) costs no allocation.
 */
public final class JsonEncoder implements Encoder {

    /** A part of the body that can be had on its own. */
    public enum Part {
        /** The object {@code request}. */
        REQUEST,
        /** The object {@code mdc}. */
        MDC,
        /** The string {@code traceId}. */
        TRACE_ID,
        /** The string {@code spanId}. */
        SPAN_ID
    }

    private static final byte[] TIMESTAMP = ascii("{\"@timestamp\":\"");
    private static final byte[] MESSAGE = ascii("Z\",\"message\":");
    private static final byte[] WORKER = ascii(",\"workerId\":");
    private static final byte[] REQUEST = ascii(",\"request\":");
    private static final byte[] LEVEL = ascii(",\"level\":");
    private static final byte[] LOGGER = ascii(",\"logger\":");
    private static final byte[] THREAD = ascii(",\"thread\":");
    private static final byte[] MARKER = ascii(",\"marker\":");
    private static final byte[] TRACE = ascii(",\"traceId\":");
    private static final byte[] SPAN = ascii(",\"spanId\":");
    private static final byte[] MDC = ascii(",\"mdc\":");
    private static final byte[] EXCEPTION = ascii(",\"exception\":{\"class\":");
    private static final byte[] EXCEPTION_MESSAGE = ascii(",\"message\":");
    private static final byte[] STACK_TRACE = ascii(",\"stackTrace\":");

    /** The longest of the members' names above with what is around it. */
    private static final int MAX_NAME_BYTES = 24;

    private static final int MAX_SMALL_BYTES = 1024;
    private static final int SMALL_SHARE = 32;

    /** Members behind the message that take {@code smallBytes} each: level, workerId, then the {@link #LATER_SMALL} ones. */
    private static final int SMALL_MEMBERS = 7;

    /** Members behind the request that take {@code smallBytes} each: logger, thread, marker, traceId, spanId. */
    private static final int LATER_SMALL = 5;

    private final int maxBodyBytes;
    private final int smallBytes;
    private final int sharedBytes;
    private final byte[] origin;
    private final Redactor redactor;

    /** Written by any thread; each sees some immutable second and makes its own where it is not the one it needs. */
    private SecondText second = SecondText.of(0);

    public JsonEncoder(EncoderSettings settings) {
        maxBodyBytes = settings.maxBodyBytes();
        smallBytes = Math.min(MAX_SMALL_BYTES, maxBodyBytes / SMALL_SHARE);
        origin = origin(settings, smallBytes);
        sharedBytes = maxBodyBytes
                - origin.length
                - SMALL_MEMBERS * (smallBytes + MAX_NAME_BYTES)
                - (TIMESTAMP.length + 4 * MAX_NAME_BYTES);
        redactor = new Redactor(settings.secretNames());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the event comes from, the same in all records. */
    private static byte[] origin(EncoderSettings settings, int smallBytes) {
        RecordBuffer out = new RecordBuffer(settings.maxBodyBytes());
        String[] names = {"hostname", "service", "env"};
        String[] values = {settings.hostname(), settings.service(), settings.env()};
        for (int i = 0; i < names.length; i++) {
            if (values[i] != null) {
                out.put(ascii(",\"" + names[i] + "\":"));
                out.json.string(values[i], out.length() + smallBytes);
            }
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    @Override
    public boolean stamped() {
        return true;
    }

    @Override
    public void encode(EventView event, Worker worker, RecordBuffer out) {
        if (out.maxBytes() < maxBodyBytes) {
            throw new IllegalArgumentException(
                    "expecting: a buffer of at least " + maxBodyBytes + " bytes, found: " + out.maxBytes());
        }
        Object request = request(event);
        Throwable thrown = thrown(event);
        ContextPass context = out.context;
        context.scan(event, redactor, request == null);
        boolean hasRequest = request != null || context.hasRequest();
        int exceptionBytes = thrown == null ? 0 : sharedBytes / 4;
        int mdcBytes = context.hasMdc() ? sharedBytes / 8 : 0;
        int end = maxBodyBytes - 1;

        timestamp(event, out);
        boolean alone = thrown == null && mdcBytes == 0 && !hasRequest;
        message(event, out, out.length() + (alone ? sharedBytes : sharedBytes / 2));
        small(LEVEL, Small.LEVEL, event, out);
        worker(worker, out);
        out.put(origin);
        if (hasRequest) {
            int later = LATER_SMALL * (smallBytes + MAX_NAME_BYTES) + MAX_NAME_BYTES + mdcBytes + exceptionBytes;
            out.put(REQUEST);
            request(request, event, out, end - later);
        }
        small(LOGGER, Small.LOGGER, event, out);
        small(THREAD, Small.THREAD, event, out);
        small(MARKER, Small.MARKER, event, out);
        id(TRACE, context.traceId(), out);
        id(SPAN, context.spanId(), out);
        if (mdcBytes > 0) {
            out.put(MDC);
            context.writeMdc(event, end - exceptionBytes);
        }
        context.clear();
        if (thrown != null) {
            exception(thrown, out, end);
        }
        out.put((byte) '}');
    }

    /**
     * Writes one part of {@code event}'s body to {@code out}, which is empty, as a JSON value without its name; for
     * layouts which are put together otherwise. A part alone has the room of a whole body.
     *
     * @return whether the event has it
     */
    public boolean encodePart(Part part, EventView event, RecordBuffer out) {
        Object request = request(event);
        ContextPass context = out.context;
        context.scan(event, redactor, request == null);
        boolean present = has(part, request, context);
        if (present) {
            switch (part) {
                case REQUEST -> request(request, event, out, maxBodyBytes);
                case MDC -> context.writeMdc(event, maxBodyBytes);
                case TRACE_ID -> out.json.string(context.traceId(), smallBytes);
                case SPAN_ID -> out.json.string(context.spanId(), smallBytes);
            }
        }
        context.clear();
        return present;
    }

    /** Whether {@code event} has {@code part}; writes nothing to {@code out}, but works in it. */
    public boolean hasPart(Part part, EventView event, RecordBuffer out) {
        Object request = request(event);
        out.context.scan(event, redactor, request == null);
        boolean present = has(part, request, out.context);
        out.context.clear();
        return present;
    }

    private static boolean has(Part part, Object request, ContextPass context) {
        return switch (part) {
            case REQUEST -> request != null || context.hasRequest();
            case MDC -> context.hasMdc();
            case TRACE_ID -> context.traceId() != null;
            case SPAN_ID -> context.spanId() != null;
        };
    }

    private static Object request(EventView event) {
        try {
            return event.request();
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            return new Lost(failure);
        }
    }

    private static Throwable thrown(EventView event) {
        try {
            return event.thrown();
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            return failure; // The view's fault stands where the application's would.
        }
    }

    private void timestamp(EventView event, RecordBuffer out) {
        long epochSecond;
        int nanos;
        try {
            epochSecond = event.epochSecond();
            nanos = Math.max(0, Math.min(999_999_999, event.nanoOfSecond()));
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            // A record without time would be refused by the index: the time of encoding is near enough.
            epochSecond = System.currentTimeMillis() / 1000;
            nanos = 0;
        }
        SecondText text = second;
        if (!text.isOf(epochSecond)) {
            text = SecondText.of(epochSecond);
            second = text;
        }
        out.put(TIMESTAMP);
        out.put(text.utf8());
        out.json.digits(nanos, 9);
        out.put(MESSAGE);
    }

    private static void message(EventView event, RecordBuffer out, int limit) {
        int start = out.length();
        try {
            CharSequence message = event.message();
            if (message == null) {
                out.json.nul(limit);
            } else {
                out.json.string(message, limit);
            }
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            out.truncate(start);
            out.json.lost(failure, limit);
        }
    }

    private void small(byte[] prefix, Small field, EventView event, RecordBuffer out) {
        int start = out.length();
        int limit = start + smallBytes + MAX_NAME_BYTES;
        try {
            String text = field.of(event);
            if (text != null) {
                out.put(prefix);
                if (field == Small.MARKER) {
                    // a front may join several, which is another object each time
                    out.json.string(text, limit);
                } else {
                    out.json.name(text, limit);
                }
            }
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            out.truncate(start);
            out.put(prefix);
            out.json.lost(failure, limit);
        }
    }

    private void worker(Worker worker, RecordBuffer out) {
        if (!worker.isPresent()) {
            return;
        }
        out.put(WORKER);
        if (worker.isText()) {
            out.json.string(worker.text(), out.length() + smallBytes);
        } else {
            out.json.number(worker.number());
        }
    }

    private void id(byte[] prefix, String id, RecordBuffer out) {
        if (id != null) {
            out.put(prefix);
            out.json.string(id, out.length() + smallBytes);
        }
    }

    private void request(Object request, EventView event, RecordBuffer out, int limit) {
        if (request == null) {
            out.context.writeRequest(event, limit);
        } else {
            new RequestValue(out.json, redactor).write(request, limit);
        }
    }

    private void exception(Throwable thrown, RecordBuffer out, int end) {
        int messageBytes = (end - out.length()) / 4;
        out.put(EXCEPTION);
        out.json.string(thrown.getClass().getName(), out.length() + smallBytes);
        out.put(EXCEPTION_MESSAGE);
        int start = out.length();
        try {
            String message = thrown.getMessage();
            if (message == null) {
                out.json.nul(end);
            } else {
                out.json.string(message, start + messageBytes);
            }
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            out.truncate(start);
            out.json.lost(failure, start + messageBytes);
        }
        out.put(STACK_TRACE);
        StackTraceText.write(thrown, out.json, end - 1);
        out.put((byte) '}');
    }

    /** A request that could not be had, in the place of one. */
    private static final class Lost {
        private final Throwable failure;

        Lost(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public String toString() {
            return "\u2026[lost to " + failure.getClass().getName() + ']';
        }
    }

    /** The short texts every event has. */
    private enum Small {
        LEVEL,
        LOGGER,
        THREAD,
        MARKER;

        String of(EventView event) {
            return switch (this) {
                case LEVEL -> event.levelName();
                case LOGGER -> event.loggerName();
                case THREAD -> event.threadName();
                case MARKER -> event.markerName();
            };
        }
    }
}
