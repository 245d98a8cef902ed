package io.github.loglane.conf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last record of each key that concerns this process, while the topic is read from its beginning. One thread at a time. */
final class ConfReplay {

    /** A key's last record: {@code setting}, or why it is none. */
    record Last(long offset, ConfKey key, ConfSetting setting, String rejection, int bytes) {}

    private final Map<ConfKey, Last> byKey = new HashMap<>();
    private final ConfState scope;
    private long bytes;
    private int badKeys;
    private int left;
    private String badKey;

    /** @param scope says what concerns this process; not changed */
    ConfReplay(ConfState scope) {
        this.scope = scope;
    }

    void add(long offset, byte[] keyBytes, byte[] value) {
        ConfKey key;
        try {
            key = ConfParser.key(keyBytes);
        } catch (ConfRejection e) {
            badKeys++;
            badKey = "offset " + offset + ": " + e.reason();
            return;
        }
        if (!scope.concerns(key)) {
            return;
        }
        Last before = byKey.remove(key);
        bytes -= before == null ? 0 : before.bytes();
        if (value == null) {
            return;
        }
        if (byKey.size() >= ConfState.MAX_SETTINGS || bytes + value.length > ConfState.MAX_CHARS) {
            left++;
            return;
        }
        byKey.put(key, last(offset, key, value));
        bytes += value.length;
    }

    private static Last last(long offset, ConfKey key, byte[] value) {
        try {
            return new Last(offset, key, ConfParser.value(key, value), null, value.length);
        } catch (ConfRejection e) {
            return new Last(offset, key, null, e.reason(), value.length);
        }
    }

    /** In the order of the topic. */
    List<Last> records() {
        List<Last> records = new ArrayList<>(byKey.values());
        records.sort(Comparator.comparingLong(Last::offset));
        return records;
    }

    /** What is to be reported of records that are nobody's, or {@code null}. */
    String complaint() {
        if (left > 0) {
            return left + " records beyond " + ConfState.MAX_SETTINGS + " settings or " + ConfState.MAX_CHARS
                    + " bytes are left out";
        }
        return badKeys == 0 ? null : badKeys + " records with a key that is none, the last at " + badKey;
    }
}
