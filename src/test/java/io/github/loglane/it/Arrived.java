package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.Topics;
import io.github.loglane.tools.Audit;
import io.github.loglane.tools.AuditReport;
import io.github.loglane.tools.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What arrived of a {@link LoggedLoad}, judged twice: by the audit, and by the numbers that the load put into its messages. */
final class Arrived {

    /**
     * Beyond what the machine did to an idle thread meanwhile. The faults here last for seconds, and a call that waited for Kafka
     * would wait that long; a thread that has the lock taken off its processor, twice over, is no wait for Kafka.
     */
    private static final long LONGEST_CALL_MS = 1_000;

    private static final Pattern EVENT = Pattern.compile("\"message\":\"event (\\d+) ");

    private final Map<String, SortedMap<Integer, List<Integer>>> lanes = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private int duplicates;
    private int stubs;

    private Arrived() {}

    /** What of it is there now. */
    static Arrived of(String bootstrapServers, String topic) {
        Arrived arrived = new Arrived();
        new Topics(bootstrapServers).reader(topic).forEach(arrived::add);
        return arrived;
    }

    /** Checks that each event arrived, first occurrences in order per worker, and no log call waited; prints the figures. */
    static Arrived check(String bootstrapServers, String topic, LoadResult load) {
        Arrived arrived = judge(bootstrapServers, topic, load).arrived;
        for (int worker = 0; worker < LoggedLoad.WORKERS; worker++) {
            List<Integer> logged =
                    IntStream.rangeClosed(1, load.logged().get(worker)).boxed().toList();
            assertThat(arrived.eventsOf(worker))
                    .as("worker %s; %s", worker, load)
                    .isEqualTo(logged);
        }
        return arrived;
    }

    /** The same of a load that ran in a process of its own and printed this. */
    static Arrived check(String bootstrapServers, String topic, List<String> lines) {
        return check(bootstrapServers, topic, LoadResult.parse(lines));
    }

    /** As {@link #check}, but events may have been dropped: just as many as are declared so. */
    static Arrived checkDeclared(String bootstrapServers, String topic, LoadResult load) {
        Judged judged = judge(bootstrapServers, topic, load);
        long absent = 0;
        for (int worker = 0; worker < LoggedLoad.WORKERS; worker++) {
            List<Integer> events = judged.arrived.eventsOf(worker);
            assertThat(events).as("worker %s", worker).isSorted().doesNotHaveDuplicates();
            absent += load.logged().get(worker) - events.size();
        }
        assertThat(judged.audit.total(epoch -> epoch.seqs().declared())).isEqualTo(absent);
        System.out.printf("%s: dropped and declared %d%n", topic, absent);
        return judged.arrived;
    }

    private record Judged(Arrived arrived, AuditReport audit) {}

    private static Judged judge(String bootstrapServers, String topic, LoadResult load) {
        AuditReport audit = Audit.run(Map.of("bootstrap.servers", bootstrapServers), topic);
        Arrived arrived = of(bootstrapServers, topic);
        System.out.printf("%s: %s duplicates %d%n", topic, load, arrived.duplicates);
        assertThat(load.longestCallMs()).as("%s", load).isLessThan(LONGEST_CALL_MS + load.worstPauseMs());
        assertThat(audit.verdict()).as("%s", audit).isEqualTo(Verdict.COMPLETE);
        return new Judged(arrived, audit);
    }

    private void add(Read read) {
        if (!keys.add(read.key())) {
            duplicates++;
            return;
        }
        String kind = read.header("kind");
        if (kind != null && !kind.equals("stub")) {
            return;
        }
        List<Integer> lane = lanes.computeIfAbsent(read.header("w"), w -> new TreeMap<>())
                .computeIfAbsent(read.partition(), p -> new ArrayList<>());
        Matcher event = EVENT.matcher(read.text());
        boolean isEvent = event.find();
        stubs += isEvent ? 0 : 1;
        // a stub has no number: it stands where its event would
        lane.add(isEvent ? Integer.parseInt(event.group(1)) : lane.isEmpty() ? 1 : lane.get(lane.size() - 1) + 1);
    }

    /** A worker's events; where it moved to another partition, what it said there comes after all it said before. */
    List<Integer> eventsOf(int worker) {
        return lanes.getOrDefault(String.valueOf(worker), new TreeMap<>()).values().stream()
                .sorted(Comparator.comparing(lane -> lane.get(0)))
                .flatMap(List::stream)
                .toList();
    }

    int stubs() {
        return stubs;
    }
}
