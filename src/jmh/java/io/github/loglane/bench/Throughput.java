package io.github.loglane.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One kind of load on several systems in turn, each time in a fresh JVM and on a fresh topic. */
final class Throughput {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Scene scene;
    private final int threads;
    private final int events;
    private final int eventsPerSecond;
    private final Map<Peer, List<Figures>> runs = new LinkedHashMap<>();

    /** @param eventsPerSecond 0 for full speed */
    Throughput(Scene scene, List<Peer> peers, int threads, int events, int eventsPerSecond) {
        this.scene = scene;
        this.threads = threads;
        this.events = events;
        this.eventsPerSecond = eventsPerSecond;
        peers.forEach(peer -> runs.put(peer, new ArrayList<>()));
    }

    /** Measures each system once. Odd rounds go backwards, so that a machine that slows down slows all alike. */
    void round(int number) {
        List<Peer> order = new ArrayList<>(runs.keySet());
        if (number % 2 == 1) {
            Collections.reverse(order);
        }
        for (Peer peer : order) {
            Figures figures = measure(peer);
            runs.get(peer).add(figures);
            System.err.println("  " + peer + " threads=" + threads + ": " + figures.line());
        }
    }

    /** The medians of all rounds. */
    Map<Peer, Figures> medians() {
        Map<Peer, Figures> medians = new LinkedHashMap<>();
        runs.forEach((peer, list) -> medians.put(peer, Figures.medians(list)));
        return medians;
    }

    /** Of all rounds. */
    List<RawFigures.Row> rows() {
        List<RawFigures.Row> rows = new ArrayList<>();
        runs.forEach((peer, list) ->
                list.forEach(figures -> rows.add(new RawFigures.Row(eventsPerSecond, threads, peer, figures))));
        return rows;
    }

    private Figures measure(Peer peer) {
        String topic = scene.createTopic();
        int share = events / peer.divisor / threads * threads;
        try (PeerProcess process = scene.start(peer, topic, threads)) {
            TopicEnd end = scene.endOf(topic);
            int warmUp = share / 2 / threads * threads;
            process.run(warmUp, eventsPerSecond);
            long before = end.whenQuiet(warmUp);
            Figures figures = measure(process, end, before + share, share);
            process.stop();
            scene.deleteTopic(topic);
            return figures;
        }
    }

    private Figures measure(PeerProcess process, TopicEnd end, long target, int share) {
        long cpuBefore = process.cpuNanos();
        long start = System.nanoTime();
        process.startRun(share, eventsPerSecond);
        TopicEnd.Reached reached = end.await(target, PATIENCE);
        Figures figures = process.ran();
        double cpuMicros = (process.cpuNanos() - cpuBefore) / 1e3;
        long missing = target - reached.offset();
        figures.put(Metric.MISSING, missing).put(Metric.CPU, cpuMicros / share);
        if (eventsPerSecond == 0) {
            figures.put(Metric.DELIVERED, (share - missing) / ((reached.atNanos() - start) / 1e9));
        }
        return figures;
    }
}
