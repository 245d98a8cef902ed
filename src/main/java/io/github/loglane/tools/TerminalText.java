package io.github.loglane.tools;

/**
 * Makes text of records safe to print: what steers a terminal, or changes the order in which a line is read, is spelled out.
 */
final class TerminalText {

    private TerminalText() {}

    /** In one line: control characters as {@code \}{@code u001b}, line ends too. */
    static String line(String text) {
        return escaped(text, false);
    }

    /** In as many lines as the text has, each but the first one indented, so that none looks like an event of its own. */
    static String indented(String text) {
        return escaped(text.stripTrailing(), true);
    }

    private static String escaped(String text, boolean hasLines) {
        int at = unsafeFrom(text, 0);
        if (at == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 32).append(text, 0, at);
        for (int i = at; i < text.length(); i++) {
            append(safe, text, i, hasLines);
        }
        return safe.toString();
    }

    private static void append(StringBuilder safe, String text, int at, boolean hasLines) {
        char c = text.charAt(at);
        if (!isUnsafe(c)) {
            safe.append(c);
        } else if (c == '\t') {
            safe.append("    ");
        } else if (hasLines && c == '\n') {
            safe.append("\n    ");
        } else if (!hasLines || c != '\r' || at + 1 == text.length() || text.charAt(at + 1) != '\n') {
            appendEscape(safe, c);
        }
    }

    static void appendEscape(StringBuilder safe, char c) {
        safe.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            safe.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }

    /** Where the next character is from {@code start} on that is not to be printed; the length where there is none. */
    static int unsafeFrom(String text, int start) {
        int at = start;
        while (at < text.length() && !isUnsafe(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Controls, line and paragraph separators, and what turns the direction of writing. */
    private static boolean isUnsafe(char c) {
        return c < ' ' || c > '~' && isUnsafeBeyondAscii(c);
    }

    private static boolean isUnsafeBeyondAscii(char c) {
        return c <= 0x9f
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
    }
}
