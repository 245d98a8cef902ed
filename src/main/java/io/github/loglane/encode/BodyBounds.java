package io.github.loglane.encode;

/** Where, within what a layout wrote, the body of the record lies. */
record BodyBounds(int from, int to) {

    /** Without the white space and control characters (line ends, NUL) that layouts put between events. */
    static BodyBounds ofJson(byte[] bytes) {
        int to = bytes.length;
        while (to > 0 && isSpace(bytes[to - 1])) {
            to--;
        }
        int from = 0;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        return new BodyBounds(from, to);
    }

    /** Without the line end that a layout such as {@code %m%n} writes for a file; the rest is the layout's word. */
    static BodyBounds ofText(byte[] bytes) {
        int to = bytes.length;
        if (to > 0 && bytes[to - 1] == '\n') {
            to--;
            if (to > 0 && bytes[to - 1] == '\r') {
                to--;
            }
        }
        return new BodyBounds(0, to);
    }

    int length() {
        return to - from;
    }

    boolean isObject(byte[] bytes) {
        return length() >= 2 && bytes[from] == '{' && bytes[to - 1] == '}';
    }

    private static boolean isSpace(byte b) {
        return b >= 0 && b <= ' ';
    }
}
