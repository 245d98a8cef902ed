package io.github.loglane.tools;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where reading begins.
 *
 * @param back how long before now; {@code null} where it is not told so
 * @param at the instant; {@code null} where it is not told so. With both {@code null}: the topic's beginning
 */
record TailFrom(Duration back, Instant at) {

    private static final String BEGINNING = "beginning";
    private static final String NOW = "now";

    boolean isBeginning() {
        return back == null && at == null;
    }

    /** Where reading begins that starts at {@code nowMs}; not for the beginning. */
    long sinceMs(long nowMs) {
        return back == null ? at.toEpochMilli() : nowMs - back.toMillis();
    }

    /** Reads {@code 10m}, {@code beginning}, {@code now} or an instant. */
    static final class Converter implements ITypeConverter<TailFrom> {
        @Override
        public TailFrom convert(String text) {
            if (text.equals(BEGINNING)) {
                return new TailFrom(null, null);
            }
            if (text.equals(NOW)) {
                return new TailFrom(Duration.ZERO, null);
            }
            try {
                return text.contains("T")
                        ? new TailFrom(null, Instant.parse(text))
                        : new TailFrom(new DurationOption().convert(text), null);
            } catch (DateTimeParseException | TypeConversionException e) {
                throw new TypeConversionException(
                        "expecting: beginning, now, a time back such as 10m or 1h30m, or an instant such as"
                                + " 2026-11-23T06:46:00Z, found: " + text);
            }
        }
    }
}
