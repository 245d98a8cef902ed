package io.github.loglane.conf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings that concern one process, and which of them is in force: of one subject the one with the most specific scope.
 * Knows nothing of Kafka, levels or listeners. One thread at a time.
 *
 * <p>The state follows from the last record of each key and nothing else, so it is the same however much the topic was compacted.
 * Memory is bounded: what comes beyond the {@link ConfBudget} is refused.
 */
final class ConfState {

    private static final int MAX_ENDED = 10_000;

    private final ConfIdentity self;
    private final Map<ConfSubject, TreeMap<ConfScope.Kind, ConfEntry>> bySubject = new HashMap<>();
    private final NavigableSet<ConfEntry> byDeadline = new TreeSet<>(ConfEntry.BY_DEADLINE);
    private final ConfBudget budget = new ConfBudget();

    /** Offsets of those that ended by their time: it is over for good, also where the wall clock steps back behind it. */
    private final Map<ConfKey, Long> ended = new LinkedHashMap<>();

    private int settings;

    ConfState(ConfIdentity self) {
        this.self = self;
    }

    /** Whether the setting {@code key} is for this process. */
    boolean concerns(ConfKey key) {
        return key.concerns(self);
    }

    private String lane(ConfKey key) {
        return self.isWorkerPerEvent() ? key.scope().workerId() : null;
    }

    ConfSubject subject(ConfKey key) {
        return new ConfSubject(key.kind(), key.name(), lane(key));
    }

    /** Takes up {@code entry} in the place of what its key had. */
    void put(ConfEntry entry) throws ConfRejection {
        ConfKey key = entry.setting.key();
        remove(key);
        if (!budget.hasRoomFor(entry.setting)) {
            throw ConfRejection.expecting(ConfBudget.LIMIT, "more");
        }
        budget.take(entry.setting);
        ended.remove(key);
        bySubject
                .computeIfAbsent(subject(key), s -> new TreeMap<>())
                .put(key.scope().kind(), entry);
        settings++;
        if (entry.deadlineNanos != ConfEntry.NEVER) {
            byDeadline.add(entry);
        }
    }

    void remove(ConfKey key) {
        ConfSubject subject = subject(key);
        TreeMap<ConfScope.Kind, ConfEntry> scopes = bySubject.get(subject);
        ConfEntry gone = scopes == null ? null : scopes.remove(key.scope().kind());
        if (gone == null) {
            return;
        }
        settings--;
        budget.giveBack(gone.setting);
        byDeadline.remove(gone);
        if (scopes.isEmpty()) {
            bySubject.remove(subject);
        }
    }

    /** Takes {@code entry}, whose time is over, away for good. */
    void end(ConfEntry entry) {
        ConfKey key = entry.setting.key();
        remove(key);
        ended.remove(key);
        ended.put(key, entry.offset);
        if (ended.size() > MAX_ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    boolean hasEnded(ConfKey key, long offset) {
        return Long.valueOf(offset).equals(ended.get(key));
    }

    /** Remembers what has ended in {@code before}. */
    void keepEnded(ConfState before) {
        ended.putAll(before.ended);
    }

    /** Whom an answer comes from that is not a lane's. */
    String answersAs() {
        return self.answersAs();
    }

    ConfEntry get(ConfKey key) {
        TreeMap<ConfScope.Kind, ConfEntry> scopes = bySubject.get(subject(key));
        return scopes == null ? null : scopes.get(key.scope().kind());
    }

    /** The most specific setting of {@code subject}, or {@code null}. */
    ConfEntry inForce(ConfSubject subject) {
        TreeMap<ConfScope.Kind, ConfEntry> scopes = bySubject.get(subject);
        return scopes == null ? null : scopes.lastEntry().getValue();
    }

    Collection<ConfSubject> subjects() {
        return bySubject.keySet();
    }

    /** Those whose time is over, the first to end first; they are still held. */
    List<ConfEntry> over(ConfClock clock) {
        List<ConfEntry> over = new ArrayList<>();
        for (ConfEntry entry : byDeadline) {
            if (!entry.isOver(clock)) {
                break;
            }
            over.add(entry);
        }
        return over;
    }

    /** When the next setting ends, on the steady clock. */
    long nextDeadlineNanos() {
        return byDeadline.isEmpty() ? ConfEntry.NEVER : byDeadline.first().deadlineNanos;
    }

    int size() {
        return settings;
    }
}
