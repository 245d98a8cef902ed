package io.github.loglane.conf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last record of each key that concerns this process, while the topic is read from its beginning. One thread at a time.
 *
 * <p>Of records that are no settings and were not replaced yet it keeps the {@value #MAX_REJECTED} newest and counts the rest: a
 * topic full of them is not to be answered in full by each process that starts.
 */
final class ConfReplay {

    static final int MAX_REJECTED = 100;

    /**
     * A key's last record: {@code setting}, or why it is none.
     *
     * @param key {@code null} where that is what is wrong
     */
    record Last(long offset, ConfKey key, ConfSetting setting, String rejection) {}

    private final ConfState scope;
    private final ConfState held;
    private final ConfClock clock;
    private final Map<ConfKey, Last> byKey = new HashMap<>();
    private final Map<Object, Last> rejected = new LinkedHashMap<>();
    private final ConfBudget budget = new ConfBudget();
    private int left;
    private int forgotten;

    /**
     * @param scope says what concerns this process; not changed
     * @param held what the process holds meanwhile: that it goes on holding, and what ended does not come back
     */
    ConfReplay(ConfState scope, ConfState held, ConfClock clock) {
        this.scope = scope;
        this.held = held;
        this.clock = clock;
    }

    void add(long offset, byte[] keyBytes, byte[] value) {
        ConfKey key;
        try {
            key = ConfParser.key(keyBytes);
        } catch (ConfRejection e) {
            Object name = keyBytes == null || keyBytes.length > ConfParser.MAX_KEY_BYTES
                    ? (Object) offset
                    : ByteBuffer.wrap(keyBytes);
            rejected.remove(name);
            if (value != null) {
                reject(name, new Last(offset, null, null, e.reason()));
            }
            return;
        }
        if (scope.concerns(key)) {
            remove(key);
            if (value != null) {
                put(offset, key, value);
            }
        }
    }

    private void remove(ConfKey key) {
        rejected.remove(key);
        Last before = byKey.remove(key);
        if (before != null) {
            budget.giveBack(before.setting());
        }
    }

    private void put(long offset, ConfKey key, byte[] value) {
        ConfSetting setting;
        try {
            setting = ConfParser.value(key, value);
        } catch (ConfRejection e) {
            reject(key, new Last(offset, key, null, e.reason()));
            return;
        }
        if (isOver(setting, offset)) {
            return;
        }
        if (!budget.hasRoomFor(setting)) {
            left++;
            return;
        }
        budget.take(setting);
        byKey.put(key, new Last(offset, key, setting, null));
    }

    private boolean isOver(ConfSetting setting, long offset) {
        ConfEntry same = held.get(setting.key());
        boolean isHeld = same != null && same.isSameRecord(setting, offset);
        return !isHeld && (held.hasEnded(setting.key(), offset) || new ConfEntry(setting, offset, clock).isOver(clock));
    }

    private void reject(Object name, Last last) {
        rejected.put(name, last);
        if (rejected.size() > MAX_REJECTED) {
            rejected.remove(rejected.keySet().iterator().next());
            forgotten++;
        }
    }

    /** In the order of the topic. */
    List<Last> records() {
        List<Last> records = new ArrayList<>(byKey.values());
        records.addAll(rejected.values());
        records.sort(Comparator.comparingLong(Last::offset));
        return records;
    }

    /** What is to be reported of records that get no answer, or {@code null}. */
    String complaint() {
        String tooMany = left == 0 ? "" : left + " records are left out, expecting: " + ConfBudget.LIMIT;
        String tooBad = forgotten == 0
                ? ""
                : forgotten + " more records than the last " + MAX_REJECTED + " are rejected, and not answered again";
        String all = tooMany + (tooMany.isEmpty() || tooBad.isEmpty() ? "" : "; ") + tooBad;
        return all.isEmpty() ? null : all;
    }
}
