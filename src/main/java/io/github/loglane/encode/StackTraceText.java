package io.github.loglane.encode;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Writes what {@link Throwable#printStackTrace(PrintWriter)} prints as a JSON string, straight into the record, and only
 * counts what finds no room. Belongs to one throwable.
 *
 * <p>One line takes at most a quarter of the room: a message of a megabyte, which stands in the first line, does not
 * push out the frames below it.
 */
final class StackTraceText extends Writer {

    /** Counting ends here too, so that a trace that never ends does not hold up the log call for ever. */
    private static final long MAX_COUNTED_CHARS = 16L << 20;

    private final JsonText json;
    private final RecordBuffer out;
    private final int limit;
    private final int maxLineBytes;
    private int noteAt = -1;
    private boolean full;
    private long chars;

    private StackTraceText(JsonText json, int limit) {
        this.json = json;
        this.out = json.out();
        this.limit = limit - 1;
        this.maxLineBytes = Math.max(JsonText.MIN_STRING_BYTES, (limit - out.length()) / 4);
    }

    /** Writes the string, quotes included, up to {@code limit}: at least {@link JsonText#MIN_STRING_BYTES} from here. */
    static void write(Throwable thrown, JsonText json, int limit) {
        RecordBuffer out = json.out();
        out.put((byte) '"');
        StackTraceText text = new StackTraceText(json, limit);
        Throwable cause = text.print(thrown);
        if (cause != null && text.chars == 0) {
            cause = text.printFrames(thrown);
        }
        text.end(cause);
        out.put((byte) '"');
    }

    private Throwable print(Throwable thrown) {
        try {
            thrown.printStackTrace(new PrintWriter(this));
            return null;
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            return failure instanceof Enough ? null : failure;
        }
    }

    /** What can be said of a throwable whose {@code toString} throws. */
    private Throwable printFrames(Throwable thrown) {
        try {
            line(thrown.getClass().getName());
            for (StackTraceElement frame : thrown.getStackTrace()) {
                line("\tat " + frame);
            }
            return null;
        } catch (Throwable failure) {
            Fatal.rethrow(failure);
            return failure instanceof Enough ? null : failure;
        }
    }

    private void line(String text) {
        write(text, 0, text.length());
        write(System.lineSeparator(), 0, System.lineSeparator().length());
    }

    private void end(Throwable cause) {
        if (full) {
            out.truncate(noteAt);
            json.noteCut(chars, cause != null || chars > MAX_COUNTED_CHARS);
        } else if (cause != null) {
            if (noteAt >= 0) {
                out.truncate(noteAt);
            }
            json.noteLost(cause, limit);
        }
    }

    @Override
    public void write(String text, int offset, int count) {
        chars += count;
        if (!full && count > 0) {
            append(text, offset, offset + count);
        }
        if (chars > MAX_COUNTED_CHARS) {
            throw new Enough();
        }
    }

    private void append(String text, int from, int to) {
        int noteLimit = limit - JsonText.NOTE_BYTES;
        int lineLimit = Math.min(noteLimit, out.length() + maxLineBytes - JsonText.NOTE_BYTES);
        int at = json.escape(text, from, to, lineLimit);
        int cutAt = out.length();
        if (at < to && lineLimit < noteLimit) {
            at = json.escape(text, at, to, lineLimit + JsonText.NOTE_BYTES);
            if (at < to) {
                out.truncate(cutAt);
                json.noteCut(to - (long) from, false);
                at = to;
            }
        }
        // The room kept for the note is used up too: if the trace ends in it, no note is needed.
        full = json.escape(text, at, to, limit) < to;
        if (noteAt < 0 && (full || out.length() > noteLimit)) {
            noteAt = cutAt;
        }
    }

    @Override
    public void write(char[] text, int offset, int count) {
        write(String.valueOf(text, offset, count), 0, count);
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** Ends the printing of a trace that is too long even to be counted. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super(null, null, false, false);
        }
    }
}
