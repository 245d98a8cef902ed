package io.github.loglane.encode;

import java.util.Arrays;

/**
 * Lets a framework's own layout or encoder make the body of a record. Safe for many threads where that is.
 *
 * <p>A body that is stamped with epoch and seq is one JSON object, and is trimmed of white space and event delimiters. All
 * others go as they are, but for one line end. What layouts write before the first event and behind the last is left out: a
 * topic has no beginning and no end.
 */
public final class NestedEncoder implements Encoder {

    /** What the layout writes for an event. */
    @FunctionalInterface
    public interface Body {
        byte[] of(EventView event) throws Exception;
    }

    private final Body body;
    private final boolean stamped;
    private final Encoder stubs;

    /**
     * @param stamped whether the layout writes JSON objects, see {@link #isStampable}
     * @param stubs writes what takes the place of a body that is too large
     */
    public NestedEncoder(Body body, boolean stamped, Encoder stubs) {
        this.body = body;
        this.stamped = stamped;
        this.stubs = stubs;
    }

    /** Whether what a layout wrote for an event is exactly one JSON object with neither {@code epoch} nor {@code seq}. */
    public static boolean isStampable(byte[] written) {
        BodyBounds bounds = BodyBounds.ofJson(written);
        return JsonObjectCheck.isStampable(Arrays.copyOfRange(written, bounds.from(), bounds.to()));
    }

    @Override
    public boolean stamped() {
        return stamped;
    }

    @Override
    public void encode(EventView event, Worker worker, RecordBuffer out) throws Exception {
        byte[] bytes = body.of(event);
        BodyBounds bounds = stamped ? BodyBounds.ofJson(bytes) : BodyBounds.ofText(bytes);
        int maxBodyBytes = out.maxBytes() - EncoderSettings.STAMP_BYTES;
        if (bounds.length() > maxBodyBytes) {
            stubs.encode(new StubView(event, bounds.length(), maxBodyBytes), worker, out);
            return;
        }
        if (stamped && !bounds.isObject(bytes)) {
            throw new IllegalStateException("expecting: one JSON object from the layout, found: " + bounds.length()
                    + " bytes that do not begin with { and end with }");
        }
        out.put(bytes, bounds.from(), bounds.length());
    }
}
