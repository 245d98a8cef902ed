package io.github.loglane.log4j2;

import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.EventView;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Worker;
import java.util.Locale;
import org.apache.logging.log4j.core.Layout;

/**
 * Lets a nested Log4j2 layout make the body of a record. Safe for many threads where the layout is, as Log4j demands.
 *
 * <p>The body is stamped with epoch and seq only if the layout says that it writes JSON and keeps its word for a probe
 * event; such a body is trimmed of white space and event delimiters. All others go as they are, but for one line end. The
 * layout's header and footer are left out: a topic has no beginning and no end.
 */
final class LayoutEncoder implements Encoder {

    private final Layout<?> layout;
    private final Encoder stubs;
    private final boolean stamped;

    /** @param stubs writes what takes the place of a body that is too large */
    LayoutEncoder(Layout<?> layout, Encoder stubs) {
        this.layout = layout;
        this.stubs = stubs;
        this.stamped = isJson(layout.getContentType()) && JsonProbe.passes(layout);
    }

    @Override
    public boolean stamped() {
        return stamped;
    }

    @Override
    public void encode(EventView event, Worker worker, RecordBuffer out) throws Exception {
        byte[] bytes = layout.toByteArray(((Log4jEventView) event).event());
        BodyBounds body = stamped ? BodyBounds.ofJson(bytes) : BodyBounds.ofText(bytes);
        int maxBodyBytes = out.maxBytes() - EncoderSettings.STAMP_BYTES;
        if (body.length() > maxBodyBytes) {
            stubs.encode(new StubView(event, body.length(), maxBodyBytes), worker, out);
            return;
        }
        if (stamped && !body.isObject(bytes)) {
            throw new IllegalStateException("expecting: one JSON object from the layout, found: " + body.length()
                    + " bytes that do not begin with { and end with }");
        }
        out.put(bytes, body.from(), body.length());
    }

    static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.equals("application/json") || lower.endsWith("+json");
    }
}
