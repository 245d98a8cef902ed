package io.github.loglane.bench;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;

/** Seconds as a number of microseconds, milliseconds or seconds, for axes. */
final class TimeFormat extends NumberFormat {

    private static final long serialVersionUID = 1;
    /** Since powers of ten are seldom hit exactly. */
    private static final double NEARLY = 0.999;

    @Override
    public StringBuffer format(double seconds, StringBuffer to, FieldPosition position) {
        if (seconds >= NEARLY) {
            return to.append(Math.round(seconds)).append(" s");
        }
        double millis = seconds * 1e3;
        if (millis >= NEARLY) {
            return to.append(Math.round(millis)).append(" ms");
        }
        double micros = millis * 1e3;
        return to.append(micros >= NEARLY ? Long.toString(Math.round(micros)) : Table.number(micros))
                .append(" \u00b5s");
    }

    @Override
    public StringBuffer format(long seconds, StringBuffer to, FieldPosition position) {
        return format((double) seconds, to, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
        throw new UnsupportedOperationException("only for axes");
    }
}
