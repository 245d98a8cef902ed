package io.github.loglane.tools;

import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A process as {@code logs} shows it: one epoch, with what it is called and what it answered. One thread at a time.
 *
 * <p>It cannot be told from the records whether a process reads {@code conf} at all.
 */
final class Instance {

    /** What became of a publication here. */
    enum State {
        WAITING,
        APPLIED,
        REJECTED,
        EXPIRED,
        /** It ended without an answer. */
        ENDED
    }

    private static final String NO_WORKER = "";
    private static final int MAX_SHOWN_WORKERS = 3;

    /** A layout of the application's own need not tell the host; that many of its records are looked into for it. */
    private static final int MAX_LOOKS = 20;

    final long epoch;
    private EpochOrigin origin = EpochOrigin.UNKNOWN;
    private int looks;
    private final Set<String> workers = new TreeSet<>();
    private final Set<Long> expected = new HashSet<>();
    private final Map<Long, ConfAnswer> answers = new HashMap<>();
    private long lastSeenMs;
    private boolean isEnded;

    Instance(long epoch) {
        this.epoch = epoch;
    }

    /** Takes note of a record of its epoch. */
    void see(RecordView record) {
        byte[] worker = record.worker();
        workers.add(worker == null ? NO_WORKER : new String(worker, StandardCharsets.UTF_8));
        lastSeenMs = Math.max(lastSeenMs, record.timestampMs());
        isEnded |= record.role() == RecordView.Role.END;
        if (origin.hostname() == null && (looks++ < MAX_LOOKS || record.role() != RecordView.Role.EVENT)) {
            origin = EpochOrigin.read(record.value()).asBegin();
        }
    }

    void expect(Collection<Long> offsets) {
        expected.addAll(offsets);
    }

    /** Returns whether it is news. A rejection counts more than what was answered before: a listener may fail later. */
    boolean answer(ConfAnswer answer) {
        ConfAnswer before = answers.get(answer.offset());
        boolean isNews = before == null
                || answer.status() == ConfAnswer.Status.REJECTED && before.status() != ConfAnswer.Status.REJECTED;
        if (isNews) {
            answers.put(answer.offset(), answer);
        }
        return isNews;
    }

    boolean isExpected() {
        return !expected.isEmpty();
    }

    boolean isEnded() {
        return isEnded;
    }

    State state() {
        Collection<ConfAnswer> all = answers.values();
        if (all.stream().anyMatch(answer -> answer.status() == ConfAnswer.Status.REJECTED)) {
            return State.REJECTED;
        }
        boolean isAnswered = !all.isEmpty() && answers.keySet().containsAll(expected);
        if (!isAnswered) {
            return isEnded ? State.ENDED : State.WAITING;
        }
        boolean isExpired = all.stream().anyMatch(answer -> answer.status() == ConfAnswer.Status.EXPIRED);
        return isExpired ? State.EXPIRED : State.APPLIED;
    }

    boolean hasAnswered() {
        return !answers.isEmpty();
    }

    /** Why it is so, where an answer says; of several the one that matters most. */
    String reason() {
        return answers.values().stream()
                .filter(answer -> answer.reason() != null)
                .max((a, b) -> a.status() == b.status() ? 0 : a.status() == ConfAnswer.Status.REJECTED ? 1 : -1)
                .map(ConfAnswer::reason)
                .orElse(null);
    }

    /** As the process itself would be asked which settings are for it. */
    ConfIdentity identity() {
        boolean isWorkerPerEvent = workers.size() > 1;
        String worker = isWorkerPerEvent
                ? null
                : workers.stream()
                        .filter(id -> !id.equals(NO_WORKER))
                        .findFirst()
                        .orElse(null);
        return new ConfIdentity(origin.hostname(), origin.service(), worker, isWorkerPerEvent);
    }

    String hostname() {
        return origin.hostname();
    }

    String service() {
        return origin.service();
    }

    /** Its worker, or some of them; {@code null} for none. */
    String worker() {
        Set<String> named = new TreeSet<>(workers);
        named.remove(NO_WORKER);
        if (named.isEmpty()) {
            return null;
        }
        return named.size() <= MAX_SHOWN_WORKERS ? String.join(",", named) : named.size() + " workers";
    }

    long lastSeenMs() {
        return lastSeenMs;
    }
}
