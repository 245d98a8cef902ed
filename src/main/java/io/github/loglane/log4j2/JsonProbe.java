package io.github.loglane.log4j2;

import io.github.loglane.encode.NestedEncoder;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;

/** Tries out a layout that claims to write JSON. */
final class JsonProbe {

    private JsonProbe() {}

    /** Whether an event comes out as exactly one JSON object with neither {@code epoch} nor {@code seq} of its own. */
    static boolean passes(Layout<?> layout) {
        boolean first = passesOnce(layout);
        // A layout that writes a whole JSON array puts a comma before each event but the first.
        boolean second = passesOnce(layout);
        return first && second;
    }

    private static boolean passesOnce(Layout<?> layout) {
        try {
            return NestedEncoder.isStampable(layout.toByteArray(Log4jLogEvent.newBuilder()
                    .setLoggerName("loglane.probe")
                    .setLevel(Level.INFO)
                    .setMessage(new SimpleMessage("probe"))
                    .build()));
        } catch (RuntimeException e) {
            return false;
        }
    }
}
