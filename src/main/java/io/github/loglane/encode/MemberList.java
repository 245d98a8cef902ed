package io.github.loglane.encode;

import java.nio.charset.StandardCharsets;

/**
 * Writes the members of one JSON object within a limit. What finds no room, or has no fit name, is left out, and a last
 * member {@value #NOTE_NAME} says so. Not thread-safe; used again for the next object.
 */
final class MemberList {

    /** Name of the member that tells what is missing; no entry may have it. */
    static final String NOTE_NAME = "_cut";

    /** The least an object takes: braces, a note, a comma before it. */
    static final int MIN_BYTES = 80;

    private static final byte[] NOTE = ("\"" + NOTE_NAME + "\":").getBytes(StandardCharsets.UTF_8);
    private static final byte[] LEFT_OUT = " entries left out\"".getBytes(StandardCharsets.UTF_8);

    private final JsonText json;
    private final RecordBuffer out;
    private int expectedEntries;
    private int limit;
    private int start;
    private int memberStart;
    private int leftOut;

    MemberList(JsonText json) {
        this.json = json;
        this.out = json.out();
    }

    /** Opens an object of about {@code expectedEntries} members, in {@link #MIN_BYTES} or more up to {@code limit}. */
    void begin(int expectedEntries, int limit) {
        this.expectedEntries = expectedEntries;
        this.limit = limit - MIN_BYTES + 1;
        leftOut = 0;
        out.put((byte) '{');
        start = out.length();
        memberStart = start;
    }

    /** Writes one member, cleaned. Its name is {@code name} from {@code nameStart} on. */
    void text(String name, int nameStart, String value, Redactor redactor) {
        int valueLimit = nextValue(name, nameStart);
        if (valueLimit > 0) {
            done(cleaned(name, nameStart, value, redactor, valueLimit));
        }
    }

    private boolean cleaned(String name, int nameStart, String value, Redactor redactor, int valueLimit) {
        if (value == null) {
            return json.nul(valueLimit);
        }
        boolean secret = redactor.isSecret(name, nameStart, name.length());
        return json.string(secret ? Redactor.MASK : redactor.clean(value), valueLimit);
    }

    /**
     * Writes a member's name.
     *
     * @return where its value must end, or 0 where the member is left out. Each value may take half of the room that is
     *     left, the last one all: so one huge value does not push out what follows.
     */
    int nextValue(String name, int nameStart) {
        memberStart = out.length();
        expectedEntries--;
        boolean first = memberStart == start;
        if (name == null || isNote(name, nameStart) || isFull()) {
            leftOut++;
            return 0;
        }
        if (!first) {
            out.put((byte) ',');
        }
        if (!json.name(name, nameStart, limit)) {
            done(false);
            return 0;
        }
        int room = limit - out.length();
        return out.length() + (expectedEntries > 0 ? room / 2 : room);
    }

    private static boolean isNote(String name, int nameStart) {
        return name.length() - nameStart == NOTE_NAME.length() && name.endsWith(NOTE_NAME);
    }

    /** Ends the member that {@link #nextValue} began; takes it back where its value was not {@code written}. */
    void done(boolean written) {
        if (!written) {
            undo();
            leftOut++;
        }
        memberStart = out.length();
    }

    /** Whether there is no room left worth a try. */
    boolean isFull() {
        return out.length() + JsonText.MIN_STRING_BYTES > limit;
    }

    /** Takes back what there is of a member begun and not done. */
    void undo() {
        out.truncate(memberStart);
    }

    void expect(int entries) {
        expectedEntries = entries;
    }

    /** Counts members that were not even tried. */
    void leaveOut(int members) {
        leftOut += members;
    }

    /** Closes the object. {@code thrown}, if any, is what kept it from being whole. */
    void end(Throwable thrown) {
        if (thrown != null || leftOut > 0) {
            if (out.length() > start) {
                out.put((byte) ',');
            }
            out.put(NOTE);
            out.put((byte) '"');
            if (thrown == null) {
                json.number(leftOut);
                out.put(LEFT_OUT);
            } else {
                json.noteLost(thrown, limit + MIN_BYTES - 3);
                out.put((byte) '"');
            }
        }
        out.put((byte) '}');
    }
}
