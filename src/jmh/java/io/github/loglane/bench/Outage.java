package io.github.loglane.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A steady load while the broker is there, the same after its SIGKILL; and the first call of a process that finds no broker. */
final class Outage {

    static final int EVENTS_PER_SECOND = 4_000;

    private static final int SECONDS = 5;
    private static final int EVENTS = EVENTS_PER_SECOND * SECONDS;
    private static final int WARM_UP = 3 * EVENTS_PER_SECOND;
    /** Where calls wait for the broker it comes back after this long: nobody wants to see 60 s per call. */
    private static final Duration AWAY = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_CALL_LIMIT = Duration.ofSeconds(10);
    private static final List<Peer> PEERS =
            List.of(Peer.LOGLANE, Peer.LOGLANE_DISK, Peer.LOGLANE_LOGBACK, Peer.KAFKA_TUNED, Peer.LOGBACK_TUNED);
    private static final List<Peer> FIRST_CALL_PEERS =
            List.of(Peer.LOGLANE, Peer.LOGLANE_DISK, Peer.KAFKA_TUNED, Peer.KAFKA_SYNC, Peer.LOGBACK_TUNED);

    private final Scene scene;
    private final List<Peer> peers;
    private final Map<Peer, List<Figures>> up = new EnumMap<>(Peer.class);
    private final Map<Peer, List<Figures>> down = new EnumMap<>(Peer.class);
    private final Map<Peer, String> firstCalls = new EnumMap<>(Peer.class);

    Outage(Scene scene, List<Peer> chosen) {
        this.scene = scene;
        this.peers = PEERS.stream().filter(chosen::contains).toList();
        for (Peer peer : peers) {
            up.put(peer, new ArrayList<>());
            down.put(peer, new ArrayList<>());
        }
    }

    void round() {
        for (Peer peer : peers) {
            killUnderLoad(peer);
        }
    }

    private void killUnderLoad(Peer peer) {
        String topic = scene.createTopic();
        try (PeerProcess process = scene.start(peer, topic, 1)) {
            TopicEnd end = scene.endOf(topic);
            process.run(WARM_UP, EVENTS_PER_SECOND);
            long before = end.whenQuiet(WARM_UP);
            Figures whileUp = process.run(EVENTS, EVENTS_PER_SECOND);
            scene.broker().kill();
            process.startRun(EVENTS, EVENTS_PER_SECOND);
            Optional<String> ignored = process.answer(AWAY); // a call that waits for the broker goes on afterwards
            scene.broker().start();
            Figures whileDown = process.ran();
            long target = before + 2 * EVENTS;
            whileDown.put(Metric.MISSING, target - end.await(target, PATIENCE).offset());
            up.get(peer).add(whileUp);
            down.get(peer).add(whileDown);
            System.err.println("  " + peer + " up: " + whileUp.line() + " down: " + whileDown.line());
            process.stop();
            scene.deleteTopic(topic);
        }
    }

    /** To be called once, at the end: for this the broker is killed, and started again. */
    void firstCalls(List<Peer> chosen) {
        scene.broker().kill();
        for (Peer peer : FIRST_CALL_PEERS.stream().filter(chosen::contains).toList()) {
            try (PeerProcess process = scene.start(peer, "bench-none", 1)) {
                process.startRun(1, 0);
                Optional<String> answer = process.answer(FIRST_CALL_LIMIT);
                firstCalls.put(
                        peer,
                        answer.map(line -> Table.number(Figures.parse(line).get(Metric.MAX)) + " us")
                                .orElse("not back after " + FIRST_CALL_LIMIT.toSeconds() + " s"));
            }
        }
        scene.broker().start();
    }

    String report() {
        StringBuilder text = new StringBuilder();
        List<Metric> columns = List.of(Metric.P50, Metric.P99, Metric.P999, Metric.MAX, Metric.MISSING);
        for (Peer peer : peers) {
            Map<String, Figures> rows = new LinkedHashMap<>();
            Figures base = Figures.medians(up.get(peer));
            rows.put(peer.label + ", broker up", base);
            rows.put(peer.label + ", broker killed", Figures.medians(down.get(peer)));
            text.append(Table.of(rows, base, columns)).append('\n');
        }
        text.append("First log call of a process that finds no broker:\n\n| | |\n|---|---:|\n");
        firstCalls.forEach((peer, took) -> text.append("| " + peer.label + " | " + took + " |\n"));
        return text.toString();
    }
}
