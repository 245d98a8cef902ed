package io.github.loglane.tools;

import io.github.loglane.tools.EpochAudit.Hole;
import io.github.loglane.tools.EpochAudit.Judgement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The holes of one epoch as they are judged: all counted, the first of each judgement listed. */
final class Holes {

    private static final int LISTED_PER_JUDGEMENT = 20;

    private final Map<Judgement, Long> counts = new EnumMap<>(Judgement.class);
    private final Map<Judgement, List<Hole>> listed = new EnumMap<>(Judgement.class);

    /** Adds a hole; holes come in ascending order, and what touches the last one with the same judgement is one hole. */
    void add(long from, long to, Judgement judgement) {
        counts.merge(judgement, to - from + 1, Long::sum);
        list(from, to, judgement);
    }

    private void list(long from, long to, Judgement judgement) {
        List<Hole> list = listed.computeIfAbsent(judgement, j -> new ArrayList<>());
        int last = list.size() - 1;
        if (last >= 0 && list.get(last).to() + 1 == from) {
            list.set(last, new Hole(list.get(last).from(), to, judgement));
        } else if (list.size() < LISTED_PER_JUDGEMENT) {
            list.add(new Hole(from, to, judgement));
        }
    }

    /** The same holes where the time for what was in flight is over: it is missing. */
    Holes overdue() {
        Holes overdue = new Holes();
        counts.forEach((judgement, count) -> overdue.counts.merge(judgement.whenOverdue(), count, Long::sum));
        listed().forEach(hole ->
                overdue.list(hole.from(), hole.to(), hole.judgement().whenOverdue()));
        return overdue;
    }

    private long count(Judgement judgement) {
        return counts.getOrDefault(judgement, 0L);
    }

    long missing() {
        return count(Judgement.MISSING);
    }

    long expired() {
        return count(Judgement.EXPIRED);
    }

    long unknown() {
        return count(Judgement.MAYBE_EXPIRED) + count(Judgement.IN_FLIGHT);
    }

    long inFlight() {
        return count(Judgement.IN_FLIGHT);
    }

    long total() {
        return missing() + expired() + unknown();
    }

    List<Hole> listed() {
        List<Hole> all = new ArrayList<>();
        listed.values().forEach(all::addAll);
        Collections.sort(all, (a, b) -> Long.compare(a.from(), b.from()));
        return all;
    }
}
