package io.github.loglane.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A steady load, slot by slot, while the broker is killed and comes back. */
final class OutageTimeline {

    static final int SLOT_MS = 250;

    private static final int EVENTS_PER_SECOND = Outage.EVENTS_PER_SECOND;
    private static final int WARM_UP = 5 * EVENTS_PER_SECOND;
    private static final int SECONDS = 40;
    private static final Duration UP = Duration.ofSeconds(10);
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<Peer> PEERS = List.of(Peer.KAFKA_TUNED, Peer.LOGLANE_DISK);

    private final Scene scene;
    private final Map<Peer, List<Run>> runs = new LinkedHashMap<>();

    OutageTimeline(Scene scene, List<Peer> chosen) {
        this.scene = scene;
        PEERS.stream().filter(chosen::contains).forEach(peer -> runs.put(peer, new ArrayList<>()));
    }

    /** What one run, or the median of several, gave; seconds since the load began. */
    record Run(Timeline latencies, double killedSecond, double backSecond) {

        private static Run median(List<Run> of) {
            return new Run(
                    Timeline.medians(of.stream().map(Run::latencies).toList()),
                    Figures.median(of.stream().map(Run::killedSecond).toList()),
                    Figures.median(of.stream().map(Run::backSecond).toList()));
        }
    }

    void round() {
        runs.forEach((peer, list) -> list.add(run(peer)));
    }

    Map<Peer, Run> medians() {
        Map<Peer, Run> medians = new LinkedHashMap<>();
        runs.forEach((peer, list) -> medians.put(peer, Run.median(list)));
        return medians;
    }

    private Run run(Peer peer) {
        String topic = scene.createTopic();
        try (PeerProcess process = scene.start(peer, topic, 1)) {
            TopicEnd end = scene.endOf(topic);
            process.run(WARM_UP, EVENTS_PER_SECOND);
            long before = end.whenQuiet(WARM_UP);
            long start = System.nanoTime();
            int events = SECONDS * EVENTS_PER_SECOND;
            process.startTimeline(events, EVENTS_PER_SECOND, SLOT_MS);
            Optional<String> tooEarly = process.answer(UP);
            double killed = secondsSince(start);
            scene.broker().kill();
            tooEarly = tooEarly.or(() -> process.answer(AWAY));
            scene.broker().start();
            double back = secondsSince(start);
            if (tooEarly.isPresent()) {
                throw new IllegalStateException("expecting: " + SECONDS + " s of load, found: its end");
            }
            Timeline latencies = process.timeline();
            long target = before + events;
            long missing = target - end.await(target, PATIENCE).offset();
            System.err.printf("  %s: killed %.1f s, back %.1f s, missing %d%n", peer, killed, back, missing);
            process.stop();
            scene.deleteTopic(topic);
            return new Run(latencies, killed, back);
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
