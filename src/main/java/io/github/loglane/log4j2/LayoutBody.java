package io.github.loglane.log4j2;

import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EventView;
import io.github.loglane.encode.NestedEncoder;
import java.util.Locale;
import org.apache.logging.log4j.core.Layout;

/** What a nested Log4j2 layout writes, as the body of a record. Safe for many threads where the layout is, as Log4j demands. */
final class LayoutBody implements NestedEncoder.Body {

    private final Layout<?> layout;

    private LayoutBody(Layout<?> layout) {
        this.layout = layout;
    }

    /**
     * Its body is stamped with epoch and seq only if the layout says that it writes JSON and keeps its word for a probe event.
     *
     * @param stubs writes what takes the place of a body that is too large
     */
    static Encoder encoder(Layout<?> layout, Encoder stubs) {
        boolean stamped = isJson(layout.getContentType()) && JsonProbe.passes(layout);
        return new NestedEncoder(new LayoutBody(layout), stamped, stubs);
    }

    @Override
    public byte[] of(EventView event) {
        return layout.toByteArray(((Log4jEventView) event).event());
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
