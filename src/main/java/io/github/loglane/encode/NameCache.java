package io.github.loglane.encode;

import java.util.Arrays;

/**
 * The JSON strings of texts that come again and again as the same object: names of loggers, threads and levels. Each text has one
 * place, by its hash; a text is kept at its second sight there, so that names which come once make no garbage. Not thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // quicker than to compare characters, and as good: a logger's name is one object
final class NameCache {

    private static final int PLACES = 64;
    private static final int MAX_BYTES = 128;

    private final String[] names = new String[PLACES];
    private final byte[][] quoted = new byte[PLACES][];

    /** Writes {@code name} as a JSON string where it is known, and fits by {@code limit}. */
    boolean put(String name, RecordBuffer out, int limit) {
        int place = place(name);
        byte[] json = names[place] == name ? quoted[place] : null;
        if (json == null || out.length() + json.length > limit) {
            return false;
        }
        out.put(json);
        return true;
    }

    /** Takes notice of how {@code name} was written: whole, as the bytes from {@code from} on. Long ones are left out. */
    void seen(String name, RecordBuffer out, int from) {
        if (out.length() - from > MAX_BYTES) {
            return;
        }
        int place = place(name);
        if (names[place] != name) {
            names[place] = name;
            quoted[place] = null;
        } else {
            quoted[place] = Arrays.copyOfRange(out.array(), from, out.length());
        }
    }

    private static int place(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
