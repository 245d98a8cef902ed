package io.github.loglane.conf;

/** Why a record is not taken. The reason is meant for people, is short, and quotes no more of the record than a few characters. */
public final class ConfRejection extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAX_FOUND_CHARS = 60;

    ConfRejection(String reason) {
        super(reason, null, false, false);
    }

    static ConfRejection expecting(String expected, String found) {
        return new ConfRejection("expecting: " + expected + ", found: " + shown(found));
    }

    /** What was found, in one line and not longer than a line should be. */
    private static String shown(String found) {
        String cut = found.length() <= MAX_FOUND_CHARS ? found : found.substring(0, MAX_FOUND_CHARS) + "...";
        StringBuilder text = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> text.appendCodePoint(isPlain(c) ? c : '?'));
        return text.toString();
    }

    private static boolean isPlain(int codePoint) {
        return !Character.isISOControl(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE
                && Character.getType(codePoint) != Character.FORMAT;
    }

    /** The reason. */
    public String reason() {
        return getMessage();
    }
}
