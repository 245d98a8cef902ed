package io.github.loglane.tools;

import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfScope;
import io.github.loglane.journal.RecordId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The instances that {@code logs} showed lately, of which those that a publication is for are expected to answer. Knows nothing
 * of Kafka. One thread at a time.
 */
final class Fleet {

    private static final Comparator<Instance> BY_NAME = Comparator.comparing(
                    Instance::hostname, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Instance::worker, Comparator.nullsFirst(Fleet::compareWorkers))
            .thenComparing(instance -> RecordId.epochText(instance.epoch));

    private final Map<Long, Instance> byEpoch = new HashMap<>();
    private final Map<Long, ConfKey> published = new HashMap<>();

    /**
     * How it went.
     *
     * @param expected instances seen lately that it is for, without those that ended meanwhile
     * @param answered of these, those that answered
     * @param silent of these, those that did not, or not all
     * @param others instances that answered though they were not expected
     * @param unplaced instances seen lately whose records do not tell the host, which may be meant or not
     */
    record Tally(
            int expected,
            int answered,
            int applied,
            int rejected,
            int expired,
            int silent,
            int ended,
            int others,
            int unplaced) {

        /** 0: all answered, applied; 1: not so; 3: nobody was there to ask. */
        int exitCode() {
            if (rejected + expired + silent > 0) {
                return 1;
            }
            return applied == 0 ? 3 : 0;
        }
    }

    /** Takes note of a record written lately, or, once all is published, of one that ends an instance. */
    void see(RecordView record) {
        byEpoch.computeIfAbsent(record.epoch(), Instance::new).see(record);
    }

    /** Expects the answers of those concerned to what was published, by offset. */
    void expect(Map<Long, ConfKey> offsets) {
        published.putAll(offsets);
        for (Instance instance : byEpoch.values()) {
            if (!instance.isEnded()) {
                instance.expect(offsets.keySet().stream()
                        .filter(offset -> offsets.get(offset).concerns(instance.identity()))
                        .toList());
            }
        }
    }

    /** The instance whose answer {@code record} is; {@code null} where it is none, or one to something else, or no news. */
    Instance take(RecordView record) {
        Instance known = byEpoch.get(record.epoch());
        if (known != null && record.role() == RecordView.Role.END) {
            known.see(record);
        }
        ConfAnswer answer = AnswerRecord.read(record);
        if (answer == null || !published.containsKey(answer.offset())) {
            return null;
        }
        Instance instance = byEpoch.computeIfAbsent(record.epoch(), Instance::new);
        instance.see(record);
        return instance.answer(answer) ? instance : null;
    }

    /** Whether all who are expected to answer have; never where nobody is expected. */
    boolean isComplete() {
        boolean isAny = byEpoch.values().stream().anyMatch(Instance::isExpected);
        return isAny
                && byEpoch.values().stream()
                        .filter(Instance::isExpected)
                        .noneMatch(instance -> instance.state() == Instance.State.WAITING);
    }

    /** Those expected, and those that answered all the same. */
    List<Instance> instances() {
        List<Instance> list = new ArrayList<>(byEpoch.values());
        list.removeIf(instance -> !instance.isExpected() && !instance.hasAnswered());
        list.sort(BY_NAME);
        return list;
    }

    Tally tally() {
        Collection<Instance> all = instances();
        List<Instance> expected = all.stream()
                .filter(instance -> instance.isExpected() && instance.state() != Instance.State.ENDED)
                .toList();
        int silent = count(expected, Instance.State.WAITING);
        return new Tally(
                expected.size(),
                expected.size() - silent,
                count(all, Instance.State.APPLIED),
                count(all, Instance.State.REJECTED),
                count(all, Instance.State.EXPIRED),
                silent,
                count(all, Instance.State.ENDED),
                (int) all.stream().filter(instance -> !instance.isExpected()).count(),
                unplaced());
    }

    private static int count(Collection<Instance> instances, Instance.State state) {
        return (int)
                instances.stream().filter(instance -> instance.state() == state).count();
    }

    private int unplaced() {
        boolean isHostAsked = published.values().stream()
                .map(key -> key.scope().kind())
                .anyMatch(kind -> kind != ConfScope.Kind.ALL && kind != ConfScope.Kind.WORKER);
        return !isHostAsked
                ? 0
                : (int) byEpoch.values().stream()
                        .filter(instance -> instance.hostname() == null && !instance.isEnded())
                        .count();
    }

    /** Numbers as numbers, so that worker 10 comes behind worker 9; texts behind them. */
    static int compareWorkers(String a, String b) {
        boolean isNumber = a.matches("[0-9]{1,18}");
        boolean areAlike = isNumber == b.matches("[0-9]{1,18}");
        if (!areAlike) {
            return isNumber ? -1 : 1;
        }
        return isNumber ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : a.compareTo(b);
    }
}
