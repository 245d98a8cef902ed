package io.github.loglane;

import io.github.loglane.conf.AnswerPort;
import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfIdentity;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfReader;
import io.github.loglane.conf.ConfSettings;
import io.github.loglane.conf.LevelPort;
import io.github.loglane.journal.AppendResult;
import io.github.loglane.status.StatusReporter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The one reader that this process has of one topic {@code conf}, however many pipelines want it. Levels go to all fronts, an
 * answer to the first pipeline, and waits where that has no room. Where pipelines want different settings, those in use stay until
 * nobody wants them any more.
 *
 * <p>Safe for any thread.
 */
final class ConfHub implements LevelPort, AnswerPort {

    private static final Map<String, ConfHub> HUBS = new LinkedHashMap<>();

    private final String place;
    private final ConfReader reader;
    private volatile ConfSettings settings;
    private ConfIdentity self;
    private final List<Member> members = new CopyOnWriteArrayList<>();

    /** Levels in force, which a port that joins is told, and a port that leaves forgets. Also the lock around all ports. */
    private final Map<Target, ConfLevel> levels = new LinkedHashMap<>();

    /** Also the lock for what answers go to. Taken last. */
    private final PendingAnswers pending = new PendingAnswers();

    /** A pipeline's way to take an answer. */
    @FunctionalInterface
    interface AnswerSink {

        /** @param isLastTry whether the answer is given up where there is no room, and counted; else it leaves no trace then */
        AppendResult append(ConfAnswer answer, boolean isLastTry);
    }

    /** @param worker {@code null} for the process */
    private record Target(String worker, String logger) {}

    /** A pipeline that has joined. */
    static final class Member {
        private final ConfHub hub;
        private final AnswerSink answers;
        private final LevelPort levels;
        private final StatusReporter status;
        private ConfSettings settings;
        private ConfIdentity self;

        private Member(
                ConfHub hub,
                ConfSettings settings,
                ConfIdentity self,
                AnswerSink answers,
                LevelPort levels,
                StatusReporter status) {
            this.hub = hub;
            this.settings = settings;
            this.self = self;
            this.answers = answers;
            this.levels = levels;
            this.status = status;
        }

        ConfHub hub() {
            return hub;
        }

        /** Whether it reads what {@code wanted} names, so that {@link #update} will do. */
        boolean reads(ConfSettings wanted) {
            return wanted != null && hub.place.equals(wanted.place());
        }

        /** From now on wants other settings for the same topic, or is called something else. */
        void update(ConfSettings newSettings, ConfIdentity newSelf) {
            synchronized (HUBS) {
                settings = newSettings;
                self = newSelf;
                hub.agree();
            }
        }

        /** An answer that cannot be written is told and counts as appended: it must not keep those behind it waiting for ever. */
        private AppendResult append(ConfAnswer answer, boolean isLastTry) {
            try {
                return answers.append(answer, isLastTry);
            } catch (RuntimeException e) {
                status.warn("confAnswer", "offset " + answer.offset() + " of " + hub.place + ": not answered: " + e);
                return AppendResult.APPENDED;
            }
        }

        /** To be called once. */
        void leave() {
            hub.leave(this, status);
        }
    }

    private ConfHub(ConfSettings settings, ConfIdentity self, StatusReporter status) {
        this.place = settings.place();
        this.settings = settings;
        this.self = self;
        reader = new ConfReader(settings, self, this, Conf.LISTENERS, this, status);
    }

    /**
     * Joins the topic's reader, or starts it.
     *
     * @param levels {@code null} where the front cannot set levels
     */
    static Member join(
            ConfSettings settings, ConfIdentity self, AnswerSink answers, LevelPort levels, StatusReporter status) {
        synchronized (HUBS) {
            ConfHub hub = HUBS.get(settings.place());
            boolean isNew = hub == null;
            if (isNew) {
                hub = new ConfHub(settings, self, status);
            } else {
                hub.compare(settings, self, status);
            }
            Member member = new Member(hub, settings, self, answers, levels, status);
            if (isNew) {
                hub.members.add(member);
                hub.reader.start();
                HUBS.put(hub.place, hub);
                Conf.LISTENERS.attach(hub.reader);
            } else {
                hub.add(member, status);
            }
            return member;
        }
    }

    private void compare(ConfSettings wanted, ConfIdentity as, StatusReporter status) {
        if (!wanted.equals(settings)) {
            status.note("topic " + settings.topic()
                    + " is read once in a process, with the settings of the appender that came first");
        }
        if (!as.equals(self)) {
            status.note("topic " + settings.topic() + " is read once in a process, as " + self + "; not as " + as);
        }
    }

    /** As whom the topic is read. */
    ConfIdentity self() {
        synchronized (HUBS) {
            return self;
        }
    }

    private void agree() {
        if (members.stream().noneMatch(member -> member.settings.equals(settings))) {
            settings = members.get(0).settings;
            reader.use(settings);
        }
        if (members.stream().noneMatch(member -> member.self.equals(self))) {
            self = members.get(0).self;
            reader.becomes(self);
        }
    }

    private void add(Member member, StatusReporter status) {
        synchronized (levels) {
            boolean isNewPort = member.levels != null && !ports().contains(member.levels);
            members.add(member);
            if (isNewPort) {
                levels.forEach((target, level) -> tell(member.levels, target, level, status));
            }
        }
    }

    private static void tell(LevelPort port, Target target, ConfLevel level, StatusReporter status) {
        try {
            set(port, target, level);
        } catch (RuntimeException e) {
            status.warn("confLevel", "level of " + target.logger() + " not set: " + e);
        }
    }

    private void leave(Member member, StatusReporter status) {
        synchronized (HUBS) {
            synchronized (pending) {
                members.remove(member);
                if (members.isEmpty()) {
                    pending.drainTo(answer -> member.append(answer, true) != null);
                }
            }
            synchronized (levels) {
                if (member.levels != null && !ports().contains(member.levels)) {
                    levels.keySet().forEach(target -> tell(member.levels, target, null, status));
                }
            }
            if (members.isEmpty()) {
                HUBS.remove(place);
                Conf.LISTENERS.detach(reader);
                reader.stop();
            } else {
                agree();
            }
        }
    }

    /** Of all topics that are read. */
    static List<ConfSettings> allSettings() {
        synchronized (HUBS) {
            return HUBS.values().stream().map(hub -> hub.settings).toList();
        }
    }

    private List<LevelPort> ports() {
        return members.stream()
                .map(member -> member.levels)
                .filter(port -> port != null)
                .distinct()
                .toList();
    }

    @Override
    public void setLevel(String logger, ConfLevel level) {
        setAll(new Target(null, logger), level);
    }

    @Override
    public void setWorkerLevel(String worker, String logger, ConfLevel level) {
        setAll(new Target(worker, logger), level);
    }

    private void setAll(Target target, ConfLevel level) {
        synchronized (levels) {
            if (level == null) {
                levels.remove(target);
            } else {
                levels.put(target, level);
            }
            RuntimeException failure = null;
            for (LevelPort port : ports()) {
                try {
                    set(port, target, level);
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static void set(LevelPort port, Target target, ConfLevel level) {
        if (target.worker() == null) {
            port.setLevel(target.logger(), level);
        } else {
            port.setWorkerLevel(target.worker(), target.logger(), level);
        }
    }

    @Override
    public void answer(ConfAnswer answer) {
        synchronized (pending) {
            tryAgain();
            if (!pending.add(answer) && !members.isEmpty()) {
                members.get(0).append(answer, true);
            }
            tryAgain();
        }
    }

    @Override
    public void tryAgain() {
        synchronized (pending) {
            pending.drainTo(this::isTaken);
        }
    }

    /** Not where there is no room now, and not where there is nobody to take it: then nobody will be. */
    private boolean isTaken(ConfAnswer answer) {
        return members.isEmpty() || members.get(0).append(answer, false) == AppendResult.APPENDED;
    }
}
