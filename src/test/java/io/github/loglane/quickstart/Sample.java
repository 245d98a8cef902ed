package io.github.loglane.quickstart;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which of the topic's records are shown: each worker in its turn, with the newest that it wrote. Safe for many threads.
 */
final class Sample {

    private final Map<Integer, Line> newest = new TreeMap<>();
    private final Map<Integer, Long> lastTurns = new HashMap<>();
    private long turn;

    /** A record as far as it is shown. */
    record Line(int worker, int partition, String host, String level, String message) {}

    synchronized void add(Line line) {
        newest.put(line.worker(), line);
    }

    /** Takes the line of the worker that has waited longest for its turn; empty where none wrote since its last. */
    synchronized Optional<Line> next() {
        Optional<Integer> worker = newest.keySet().stream().min(Comparator.comparing(this::lastTurn));
        worker.ifPresent(id -> lastTurns.put(id, ++turn));
        return worker.map(newest::remove);
    }

    private long lastTurn(int worker) {
        return lastTurns.getOrDefault(worker, 0L);
    }
}
