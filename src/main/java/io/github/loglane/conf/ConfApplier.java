package io.github.loglane.conf;

import io.github.loglane.conf.ConfAnswer.Status;
import io.github.loglane.status.StatusReporter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Turns records into levels, changes for listeners, and answers. Each record is judged whole and then applied whole; one answer
 * for each record and status.
 *
 * <p>Thread rule: one thread at a time. Listeners are called, and their answers given, on threads of their own.
 */
final class ConfApplier {

    private static final String RESET = "reset";

    private static final int MAX_REASON_CHARS = 300;

    private final String topic;
    private final ConfClock clock;
    private final LevelPort levels;
    private final ChangeSink changes;
    private final AnswerPort answers;
    private final StatusReporter status;
    private ConfIdentity self;

    /** Answers of listeners read who is asked, on their threads. */
    private volatile ConfState state;

    /** The last offset that was judged and answered. */
    private long seenOffset = -1;

    ConfApplier(
            String topic,
            ConfIdentity self,
            ConfClock clock,
            LevelPort levels,
            ChangeSink changes,
            AnswerPort answers,
            StatusReporter status) {
        this.topic = topic;
        this.self = self;
        this.clock = clock;
        this.levels = levels;
        this.changes = changes;
        this.answers = answers;
        this.status = status;
        state = new ConfState(self);
    }

    ConfState state() {
        return state;
    }

    /** From the next replay on this process is {@code changed}; answers until then are of the one it was. */
    void becomes(ConfIdentity changed) {
        self = changed;
    }

    /** The topic ends before {@code end}: what comes there from now on are other records than those before. */
    void cutAt(long end) {
        seenOffset = Math.min(seenOffset, end - 1);
    }

    /** Applies the next record of the topic; a null {@code value} takes the setting back. */
    void record(long offset, byte[] keyBytes, byte[] value) {
        seenOffset = offset;
        ConfKey key;
        try {
            key = ConfParser.key(keyBytes);
        } catch (ConfRejection e) {
            rejected(null, offset, e.reason());
            return;
        }
        if (!state.concerns(key)) {
            return;
        }
        ConfSubject subject = state.subject(key);
        ConfEntry before = state.inForce(subject);
        if (value == null) {
            state.remove(key);
            settle(subject, before, new Reply(key, null, offset, RESET));
            return;
        }
        try {
            put(key, value, offset, before);
        } catch (ConfRejection e) {
            state.remove(key);
            settle(subject, before, null);
            rejected(key, offset, e.reason());
        }
    }

    private void put(ConfKey key, byte[] value, long offset, ConfEntry before) throws ConfRejection {
        ConfSetting setting = ConfParser.value(key, value);
        ConfEntry entry = new ConfEntry(setting, offset, clock);
        ConfSubject subject = state.subject(key);
        if (entry.isOver(clock)) {
            state.remove(key);
            settle(subject, before, null);
            answer(new Reply(key, setting.id(), offset, null), Status.EXPIRED, "it had expired when it was read");
            return;
        }
        state.put(entry);
        settle(subject, before, new Reply(key, setting.id(), offset, masked(entry)));
    }

    private String masked(ConfEntry entry) {
        ConfEntry winner = state.inForce(state.subject(entry.setting.key()));
        return winner == entry ? null : "masked by " + winner.setting.key().scope();
    }

    /** Ends the settings whose time is over. */
    void expire() {
        for (ConfEntry entry : state.over(clock)) {
            ConfKey key = entry.setting.key();
            ConfSubject subject = state.subject(key);
            ConfEntry before = state.inForce(subject);
            state.end(entry);
            settle(subject, before, null);
            answer(new Reply(key, entry.setting.id(), entry.offset, null), Status.EXPIRED, null);
        }
    }

    /** How long until the next setting ends, in nanoseconds; never negative. */
    long nanosToNextExpiry() {
        long deadline = state.nextDeadlineNanos();
        return deadline == ConfEntry.NEVER ? Long.MAX_VALUE : Math.max(0, deadline - clock.nanos());
    }

    /** @param isOtherTopic as {@link #replayed} will be told */
    ConfReplay newReplay(boolean isOtherTopic) {
        return new ConfReplay(new ConfState(self), isOtherTopic ? new ConfState(self) : state, clock);
    }

    /**
     * Takes what a replay found as the whole truth; only what differs from before is applied.
     *
     * @param isOtherTopic whether it is not the topic of before, so that an offset means another record
     */
    void replayed(ConfReplay replay, boolean isOtherTopic) {
        if (isOtherTopic) {
            seenOffset = -1;
        }
        if (replay.complaint() != null) {
            status.warn("confLeft", "topic " + topic + ": " + replay.complaint());
        }
        ConfState old = state;
        state = new ConfState(self);
        if (!isOtherTopic) {
            state.keepEnded(old);
        }
        Set<ConfEntry> fresh = new LinkedHashSet<>();
        for (ConfReplay.Last last : replay.records()) {
            takeOver(last, old, fresh);
            // in the order of the topic, so that none of them is answered again by a later replay
            seenOffset = Math.max(seenOffset, last.offset());
        }
        Set<ConfSubject> subjects = new LinkedHashSet<>();
        fresh.forEach(entry -> subjects.add(state.subject(entry.setting.key())));
        subjects.addAll(old.subjects());
        Set<ConfEntry> leads = new LinkedHashSet<>();
        for (ConfSubject subject : subjects) {
            ConfEntry winner = state.inForce(subject);
            boolean isFresh = fresh.contains(winner);
            settle(subject, old.inForce(subject), isFresh ? replyTo(winner) : null);
            leads.add(winner);
        }
        for (ConfEntry entry : fresh) {
            if (!leads.contains(entry)) {
                answer(replyTo(entry), Status.APPLIED, masked(entry));
            }
        }
    }

    private void takeOver(ConfReplay.Last last, ConfState old, Set<ConfEntry> fresh) {
        if (last.setting() == null) {
            if (last.offset() > seenOffset) {
                rejected(last.key(), last.offset(), last.rejection());
            }
            return;
        }
        ConfEntry held = old.get(last.key());
        boolean isHeld = held != null && held.isSameRecord(last.setting(), last.offset());
        ConfEntry entry = isHeld ? held : new ConfEntry(last.setting(), last.offset(), clock);
        if (!isHeld && (entry.isOver(clock) || state.hasEnded(last.key(), last.offset()))) {
            return;
        }
        try {
            state.put(entry);
        } catch (ConfRejection impossible) {
            throw new IllegalStateException(impossible);
        }
        if (!isHeld) {
            fresh.add(entry);
        }
    }

    /** Tells {@code sink}, which is new, all configs in force. */
    void tellConfigs(ChangeSink sink) {
        for (ConfSubject subject : state.subjects()) {
            if (subject.kind() == ConfKey.Kind.CONFIG) {
                ConfEntry entry = state.inForce(subject);
                Reply reply = replyTo(entry);
                deliver(sink, subject, entry, remark -> late(entry, reply, remark));
            }
        }
    }

    /** A listener that came later could not use what had been answered as applied. */
    private void late(ConfEntry entry, Reply reply, String remark) {
        if (remark != null && remark.startsWith(ChangeSink.FAILED)) {
            rejectOnce(entry, reply, remark);
        }
    }

    private void rejectOnce(ConfEntry entry, Reply reply, String remark) {
        synchronized (entry) {
            if (entry.isRejected) {
                return;
            }
            entry.isRejected = true;
        }
        rejected(reply.key(), reply.id(), reply.offset(), remark);
    }

    /** Makes what is in force real, and answers {@code reply} where there is one. */
    private void settle(ConfSubject subject, ConfEntry before, Reply reply) {
        ConfEntry after = state.inForce(subject);
        if (after == before) {
            answerApplied(after, reply, null);
        } else if (subject.kind() == ConfKey.Kind.LEVEL) {
            ConfLevel level = after == null ? null : after.setting.level();
            answerApplied(after, reply, setLevel(subject, level));
        } else {
            deliver(changes, subject, after, remark -> answerApplied(after, reply, remark));
        }
    }

    private void deliver(ChangeSink sink, ConfSubject subject, ConfEntry entry, Consumer<String> done) {
        try {
            sink.deliver(ConfChange.of(topic, subject.name(), entry), done);
        } catch (RuntimeException e) {
            // else the same record would be read and fail again for ever
            status.warn("confFailed", topic + ": " + subject.name() + " not handed on: " + e);
            done.accept(ChangeSink.FAILED + e);
        }
    }

    private void answerApplied(ConfEntry entry, Reply reply, String remark) {
        boolean isFailed = remark != null && remark.startsWith(ChangeSink.FAILED);
        if (reply == null) {
            if (isFailed) {
                status.warn("confFailed", topic + ": falling back " + remark);
            }
        } else if (isFailed && entry != null && entry.offset == reply.offset()) {
            rejectOnce(entry, reply, remark);
        } else if (isFailed) {
            rejected(reply.key(), reply.id(), reply.offset(), remark);
        } else {
            answer(reply, Status.APPLIED, reply.remark() != null ? reply.remark() : remark);
        }
    }

    private String setLevel(ConfSubject subject, ConfLevel level) {
        try {
            if (subject.lane() == null) {
                levels.setLevel(subject.name(), level);
            } else {
                levels.setWorkerLevel(subject.lane(), subject.name(), level);
            }
            return null;
        } catch (RuntimeException e) {
            status.warn("confLevel", topic + ": level of " + subject.name() + " not set: " + e);
            return ChangeSink.FAILED + e;
        }
    }

    private void rejected(ConfKey key, long offset, String reason) {
        rejected(key, null, offset, reason);
    }

    private void rejected(ConfKey key, String id, long offset, String reason) {
        status.warn("confRejected", "topic " + topic + ", offset " + offset + ": rejected: " + reason);
        answer(new Reply(key, id, offset, null), Status.REJECTED, reason);
    }

    private void answer(Reply reply, Status what, String reason) {
        ConfKey key = reply.key();
        String lane = key == null ? null : state.subject(key).lane();
        ConfAnswer answer = new ConfAnswer(
                reply.id(),
                key == null ? null : key.scope().toString(),
                reply.offset(),
                what,
                shortened(reason),
                lane == null ? state.answersAs() : lane);
        try {
            answers.answer(answer);
        } catch (RuntimeException e) {
            status.warn("confAnswer", "topic " + topic + ", offset " + reply.offset() + ": not answered: " + e);
        }
    }

    private static String shortened(String reason) {
        boolean isShort = reason == null || reason.length() <= MAX_REASON_CHARS;
        return isShort ? reason : reason.substring(0, MAX_REASON_CHARS) + "...";
    }

    private static Reply replyTo(ConfEntry entry) {
        return new Reply(entry.setting.key(), entry.setting.id(), entry.offset, null);
    }

    /** Whom an answer goes to. */
    private record Reply(ConfKey key, String id, long offset, String remark) {}
}
