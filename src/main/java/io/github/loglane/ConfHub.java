package io.github.loglane;

import io.github.loglane.conf.AnswerPort;
import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfIdentity;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfReader;
import io.github.loglane.conf.ConfSettings;
import io.github.loglane.conf.LevelPort;
import io.github.loglane.status.StatusReporter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The one reader that this process has of one topic {@code conf}, however many pipelines want it. Levels go to all fronts, an
 * answer to the first pipeline that is open.
 *
 * <p>Safe for any thread.
 */
final class ConfHub implements LevelPort, AnswerPort {

    private static final Map<String, ConfHub> HUBS = new LinkedHashMap<>();

    final ConfSettings settings;
    private final ConfIdentity self;
    private final ConfReader reader;
    private final List<Member> members = new CopyOnWriteArrayList<>();

    /** Levels in force, which a port that joins is told, and a port that leaves forgets. Also the lock around all ports. */
    private final Map<Target, ConfLevel> levels = new LinkedHashMap<>();

    /** @param worker {@code null} for the process */
    private record Target(String worker, String logger) {}

    /** A pipeline that has joined. */
    static final class Member {
        private final ConfHub hub;
        private final AnswerPort answers;
        private final LevelPort levels;
        private final StatusReporter status;

        private Member(ConfHub hub, AnswerPort answers, LevelPort levels, StatusReporter status) {
            this.hub = hub;
            this.answers = answers;
            this.levels = levels;
            this.status = status;
        }

        /** To be called once. */
        void leave() {
            hub.leave(this, status);
        }
    }

    private ConfHub(ConfSettings settings, ConfIdentity self, StatusReporter status) {
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
            ConfSettings settings, ConfIdentity self, AnswerPort answers, LevelPort levels, StatusReporter status) {
        synchronized (HUBS) {
            ConfHub hub = HUBS.get(settings.place());
            boolean isNew = hub == null;
            if (isNew) {
                hub = new ConfHub(settings, self, status);
            } else {
                hub.compare(settings, self, status);
            }
            Member member = new Member(hub, answers, levels, status);
            if (isNew) {
                HUBS.put(settings.place(), hub);
                hub.members.add(member);
                hub.reader.start();
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
            synchronized (levels) {
                members.remove(member);
                if (member.levels != null && !ports().contains(member.levels)) {
                    levels.keySet().forEach(target -> tell(member.levels, target, null, status));
                }
            }
            if (members.isEmpty()) {
                HUBS.remove(settings.place());
                Conf.LISTENERS.detach(reader);
                reader.stop();
            }
        }
    }

    /** Those of all topics that are read. */
    static List<ConfHub> all() {
        synchronized (HUBS) {
            return new ArrayList<>(HUBS.values());
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
            ports().forEach(port -> set(port, target, level));
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
        for (Member member : members) {
            member.answers.answer(answer);
            return;
        }
    }
}
