package io.github.loglane.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.github.loglane.encode.EventView;
import io.github.loglane.encode.NestedEncoder;

/** What a nested Logback encoder writes, as the body of a record. Safe for many threads where the encoder is. */
final class EncoderBody implements NestedEncoder.Body {

    private static final byte[] NOTHING = {};

    /** Of what a pattern such as {@code {"message":"%m"}} makes no JSON. */
    private static final String PROBE = "probe \"\\\n";

    private final Encoder<ILoggingEvent> encoder;

    private EncoderBody(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    /**
     * Logback's encoders do not say what they write. So a body is stamped with epoch and seq only if two trial events come out
     * as one JSON object each, without epoch and seq.
     *
     * @param stubs writes what takes the place of a body that is too large
     */
    static io.github.loglane.encode.Encoder encoder(
            Encoder<ILoggingEvent> encoder, LoggerContext context, io.github.loglane.encode.Encoder stubs) {
        EncoderBody body = new EncoderBody(encoder);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        boolean first = body.isStampable(root);
        // What writes a whole JSON array puts a comma before each event but the first.
        boolean second = body.isStampable(root);
        return new NestedEncoder(body, first && second, stubs);
    }

    private boolean isStampable(Logger logger) {
        try {
            return NestedEncoder.isStampable(
                    bytes(new LoggingEvent(EncoderBody.class.getName(), logger, Level.INFO, PROBE, null, null)));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private byte[] bytes(ILoggingEvent event) {
        byte[] bytes = encoder.encode(event);
        return bytes == null ? NOTHING : bytes;
    }

    @Override
    public byte[] of(EventView event) {
        return bytes(((LogbackEventView) event).event());
    }
}
