package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.Topics;
import io.github.loglane.tools.Audit;
import io.github.loglane.tools.AuditReport;
import io.github.loglane.tools.EpochAudit;
import io.github.loglane.tools.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What arrived of a {@link KilledLoad} of several rounds, judged by the numbers in its messages and by its notes: of each thread of
 * each round all events that were logged, as they were, each under the id in its body; first occurrences in order.
 */
final class KilledArrived {

    /** The first one accepted behind others that were not carries their declaration. */
    private static final Pattern EVENT =
            Pattern.compile("\"message\":\"(round (\\d+) worker (\\d+) event (\\d+) x*)\".*"
                    + "\"epoch\":\"(\\w+)\",\"seq\":(\\d+)(,\"dropped\":\\{.*})?}$");

    /** With which those of the load begin, and no other. */
    private static final String LOADED = "\"message\":\"round ";

    private final IntUnaryOperator journalOfRound;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Integer> roundOfLane = new TreeMap<>();
    private final Map<String, SortedMap<Integer, List<Integer>>> lanes = new TreeMap<>();
    private int events;
    private int duplicates;

    private KilledArrived(IntUnaryOperator journalOfRound) {
        this.journalOfRound = journalOfRound;
    }

    /**
     * @param journalOfRound which journal a round wrote to: what is in one is one lane of each worker over all rounds, since who
     *     starts goes on behind who was killed
     */
    static KilledArrived read(String servers, String topic, IntUnaryOperator journalOfRound) {
        KilledArrived arrived = new KilledArrived(journalOfRound);
        new Topics(servers).reader(topic).forEach(arrived::add);
        return arrived;
    }

    private void add(Read read) {
        if (!keys.add(read.key())) {
            duplicates++;
        } else if (read.header("kind") == null) {
            addEvent(read);
        }
    }

    private void addEvent(Read read) {
        if (!read.text().contains(LOADED)) {
            // another test's, or another process's
            return;
        }
        Matcher event = EVENT.matcher(read.text());
        assertThat(event.find()).as("an event of the load, %s", read).isTrue();
        int round = Integer.parseInt(event.group(2));
        int worker = Integer.parseInt(event.group(3));
        int number = Integer.parseInt(event.group(4));
        assertThat(event.group(1)).as("%s", read).isEqualTo(KilledLoad.text(round, worker, number));
        assertThat(event.group(5) + "-" + event.group(6)).as("%s", read).isEqualTo(read.key());
        assertThat(read.header("w")).as("%s", read).isEqualTo(String.valueOf(worker));
        String lane = journalOfRound.applyAsInt(round) + "/" + worker + "/" + read.partition();
        assertThat(round).as("%s", read).isGreaterThanOrEqualTo(roundOfLane.getOrDefault(lane, 0));
        roundOfLane.put(lane, round);
        lanes.computeIfAbsent(round + "-" + worker, l -> new TreeMap<>())
                .computeIfAbsent(read.partition(), p -> new ArrayList<>())
                .add(number);
        events++;
    }

    /** What a thread logged; where it moved to another partition, what it said there comes after all it said before. */
    List<Integer> eventsOf(int round, int worker) {
        return lanes.getOrDefault(round + "-" + worker, new TreeMap<>()).values().stream()
                .sorted(Comparator.comparing(lane -> lane.get(0)))
                .flatMap(List::stream)
                .toList();
    }

    /** How many events all threads of a round logged. */
    int eventsOf(int round) {
        return IntStream.range(0, KilledLoad.THREADS)
                .map(worker -> eventsOf(round, worker).size())
                .sum();
    }

    /** Checks that every event is there whose log call had returned, and at most the one beyond that was under way. */
    KilledArrived checkReturned(Path notes, int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (int worker = 0; worker < KilledLoad.THREADS; worker++) {
                int returned = KilledLoad.returned(notes, round, worker);
                List<Integer> found = eventsOf(round, worker);
                assertThat(found.size())
                        .as("events of worker %s in round %s", worker, round)
                        .isBetween(returned, returned + 1);
                assertThat(found)
                        .as("worker %s in round %s", worker, round)
                        .isEqualTo(
                                IntStream.rangeClosed(1, found.size()).boxed().toList());
            }
        }
        return this;
    }

    /** Checks that the audit finds all complete, every epoch ended, and nothing odd. */
    static AuditReport checkAudit(String servers, String topic) {
        AuditReport audit = Audit.run(Map.of("bootstrap.servers", servers), topic);
        assertThat(audit.verdict()).as("%s", audit).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.epochs()).allSatisfy(epoch -> {
            assertThat(epoch.oddities()).as("%s", epoch).isEqualTo(new EpochAudit.Oddities(0, 0, 0, 0));
            assertThat(epoch.seqs().delivered() + epoch.seqs().declared())
                    .as("%s", epoch)
                    .isEqualTo(epoch.lastSeq());
        });
        return audit;
    }

    int events() {
        return events;
    }

    @Override
    public String toString() {
        return events + " events, " + duplicates + " duplicates";
    }
}
