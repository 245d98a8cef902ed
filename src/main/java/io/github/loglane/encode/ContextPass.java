package io.github.loglane.encode;

/**
 * Goes over an event's thread context: once to find out what is there, then once for each object made of it. It is the
 * visitor itself and is used again for the next event, so that a context costs no allocation.
 *
 * <p>What it finds: {@code request.*}, which becomes {@code request} unless the event brings a request of its own; the
 * ids a tracer put there; all the rest, which is {@code mdc}.
 */
final class ContextPass implements EventView.ContextVisitor {

    private static final String REQUEST_PREFIX = "request.";

    private enum Stage {
        SCAN,
        REQUEST,
        MDC
    }

    private final MemberList members;
    private Stage stage = Stage.SCAN;
    private Redactor redactor;
    private boolean splitsRequest;
    private int entries;
    private int requestEntries;
    private String traceKey;
    private String traceId;
    private String spanKey;
    private String spanId;
    private boolean failed;

    ContextPass(JsonText json) {
        this.members = new MemberList(json);
    }

    /** @param splitsRequest whether {@code request.*} is not part of {@code mdc} */
    void scan(EventView event, Redactor redactor, boolean splitsRequest) {
        this.redactor = redactor;
        this.splitsRequest = splitsRequest;
        entries = 0;
        requestEntries = 0;
        traceKey = null;
        traceId = null;
        spanKey = null;
        spanId = null;
        failed = false;
        stage = Stage.SCAN;
        try {
            event.forEachContext(this);
        } catch (Throwable thrown) {
            Fatal.rethrow(thrown);
            failed = true; // Said when the entries are written, which fails in the same way.
        }
    }

    /** Lets go of what belongs to the event. */
    void clear() {
        redactor = null;
        traceKey = null;
        traceId = null;
        spanKey = null;
        spanId = null;
    }

    String traceId() {
        return traceId;
    }

    String spanId() {
        return spanId;
    }

    boolean hasRequest() {
        return requestEntries > 0;
    }

    boolean hasMdc() {
        return failed || mdcEntries() > 0;
    }

    private int mdcEntries() {
        return entries - requestEntries - (traceKey == null ? 0 : 1) - (spanKey == null ? 0 : 1);
    }

    /** Writes the object {@code request}. */
    void writeRequest(EventView event, int limit) {
        write(event, Stage.REQUEST, requestEntries, limit);
    }

    /** Writes the object {@code mdc}. */
    void writeMdc(EventView event, int limit) {
        write(event, Stage.MDC, mdcEntries(), limit);
    }

    private void write(EventView event, Stage toWrite, int expectedEntries, int limit) {
        stage = toWrite;
        members.begin(expectedEntries, limit);
        Throwable cause = null;
        try {
            event.forEachContext(this);
        } catch (Throwable thrown) {
            Fatal.rethrow(thrown);
            members.undo();
            cause = thrown;
        }
        members.end(cause);
    }

    @Override
    public void entry(String key, String value) {
        if (stage == Stage.SCAN) {
            see(key, value);
        } else if (isOfRequest(key)) {
            if (stage == Stage.REQUEST) {
                members.text(key, REQUEST_PREFIX.length(), value, redactor);
            }
        } else if (stage == Stage.MDC && !isLifted(key)) {
            members.text(key, 0, value, redactor);
        }
    }

    private boolean isOfRequest(String key) {
        return splitsRequest && key != null && key.length() > REQUEST_PREFIX.length() && key.startsWith(REQUEST_PREFIX);
    }

    private boolean isLifted(String key) {
        return key != null && (key.equals(traceKey) || key.equals(spanKey));
    }

    private void see(String key, String value) {
        entries++;
        if (isOfRequest(key)) {
            requestEntries++;
        } else if (value != null && !value.isEmpty() && key != null) {
            seeId(key, value);
        }
    }

    private void seeId(String key, String value) {
        switch (key) {
            case "traceId", "trace_id", "trace.id" -> {
                if (traceKey == null || precedes(key, traceKey)) {
                    traceKey = key;
                    traceId = value;
                }
            }
            case "spanId", "span_id", "span.id" -> {
                if (spanKey == null || precedes(key, spanKey)) {
                    spanKey = key;
                    spanId = value;
                }
            }
            default -> {}
        }
    }

    /** Of several spellings the first of {@code traceId, trace_id, trace.id} is lifted; the others stay in mdc. */
    private static boolean precedes(String key, String other) {
        return rank(key) < rank(other);
    }

    private static int rank(String key) {
        return key.indexOf('_') > 0 ? 1 : key.indexOf('.') > 0 ? 2 : 0;
    }
}
