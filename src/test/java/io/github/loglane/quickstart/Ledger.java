package io.github.loglane.quickstart;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which orders of which desks were found in Kafka, going by the messages alone. Orders of one desk are numbered from 1
 * and logged by one thread, so any number that comes behind a higher one is out of order. Safe for many threads.
 */
final class Ledger {

    private static final Pattern MESSAGE = Pattern.compile("order (\\d+) of desk (\\d+): .*", Pattern.DOTALL);

    private final Map<Integer, Map<Integer, Page>> pages = new TreeMap<>();
    private long distinct;

    /**
     * @param lost logged and not found
     * @param unexpected found and not logged
     * @param reordered first occurrences behind a higher number
     * @param misplaced not in the partition of the worker
     */
    record Found(long inKafka, long lost, long unexpected, long reordered, long duplicates, long misplaced) {

        boolean isGood() {
            return lost + unexpected + reordered + misplaced == 0;
        }
    }

    private static final class Page {
        final BitSet seen = new BitSet();
        long reordered;
        long duplicates;
        long misplaced;
    }

    /** Takes a record of a worker; one that is no order does not count. */
    synchronized void add(int worker, int partition, String message) {
        Matcher matcher = MESSAGE.matcher(message);
        if (!matcher.matches()) {
            return;
        }
        int order = Integer.parseInt(matcher.group(1));
        Page page = pages.computeIfAbsent(worker, id -> new TreeMap<>())
                .computeIfAbsent(Integer.valueOf(matcher.group(2)), desk -> new Page());
        if (partition != worker % Plan.PARTITIONS) {
            page.misplaced++;
        }
        if (page.seen.get(order)) {
            page.duplicates++;
            return;
        }
        if (order < page.seen.length()) {
            page.reordered++;
        }
        page.seen.set(order);
        distinct++;
    }

    /** Orders found, each counted once. */
    synchronized long distinct() {
        return distinct;
    }

    /** Workers of which there is an order. */
    synchronized int workers() {
        return pages.size();
    }

    /** @param loggedByDesk what the worker itself counted, the first desk first */
    synchronized Found compare(int worker, List<Integer> loggedByDesk) {
        Map<Integer, Page> ofWorker = new TreeMap<>(pages.getOrDefault(worker, Map.of()));
        BitSet none = new BitSet();
        long lost = 0;
        List<BitSet> unexpected = new ArrayList<>();
        for (int desk = 1; desk <= loggedByDesk.size(); desk++) {
            BitSet logged = new BitSet();
            logged.set(1, loggedByDesk.get(desk - 1) + 1);
            BitSet seen = ofWorker.containsKey(desk) ? ofWorker.get(desk).seen : none;
            BitSet missing = (BitSet) logged.clone();
            missing.andNot(seen);
            lost += missing.cardinality();
            BitSet more = (BitSet) seen.clone();
            more.andNot(logged);
            unexpected.add(more);
        }
        ofWorker.forEach((desk, page) -> {
            if (desk < 1 || desk > loggedByDesk.size()) {
                unexpected.add(page.seen);
            }
        });
        return new Found(
                sum(ofWorker, page -> page.seen.cardinality()),
                lost,
                unexpected.stream().mapToLong(BitSet::cardinality).sum(),
                sum(ofWorker, page -> page.reordered),
                sum(ofWorker, page -> page.duplicates),
                sum(ofWorker, page -> page.misplaced));
    }

    private static long sum(Map<Integer, Page> pages, ToLongFunction<Page> figure) {
        return pages.values().stream().mapToLong(figure).sum();
    }
}
