package io.github.loglane.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The CPU time of processes that have logged and log no more. All are idle at the same time, for as long. */
final class Idle {

    private static final int WARM_UP = 2_000;
    private static final int WARM_UP_PER_SECOND = 1_000;
    /** Until the JVM has compiled what it wanted to and the producers have nothing in flight. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    private static final List<Peer> PEERS = List.of(
            Peer.LOGLANE, Peer.LOGLANE_DISK, Peer.LOGLANE_LOGBACK, Peer.KAFKA_TUNED, Peer.LOGBACK_TUNED, Peer.RAW);

    private final Map<Peer, Double> percent = new EnumMap<>(Peer.class);

    /** Takes as long as {@code length}, and half a minute more. */
    Idle(Scene scene, List<Peer> chosen, Duration length) {
        Map<Peer, PeerProcess> processes = new EnumMap<>(Peer.class);
        List<String> topics = new ArrayList<>();
        try {
            for (Peer peer : PEERS.stream().filter(chosen::contains).toList()) {
                topics.add(scene.createTopic());
                processes.put(peer, scene.start(peer, topics.get(topics.size() - 1), 1));
                processes.get(peer).run(WARM_UP / peer.divisor, WARM_UP_PER_SECOND);
            }
            pass(SETTLING);
            Map<Peer, Long> before = cpuNanos(processes);
            long from = System.nanoTime();
            pass(length);
            Map<Peer, Long> after = cpuNanos(processes);
            long nanos = System.nanoTime() - from;
            processes.keySet().forEach(peer -> percent.put(peer, 100.0 * (after.get(peer) - before.get(peer)) / nanos));
        } finally {
            processes.values().forEach(PeerProcess::close);
            topics.forEach(scene::deleteTopic);
        }
    }

    private static Map<Peer, Long> cpuNanos(Map<Peer, PeerProcess> processes) {
        Map<Peer, Long> nanos = new EnumMap<>(Peer.class);
        processes.forEach((peer, process) -> nanos.put(peer, process.cpuNanos()));
        return nanos;
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    String report() {
        StringBuilder text = new StringBuilder("| | CPU, % of one core |\n|---|---:|\n");
        percent.forEach((peer, value) -> text.append(String.format(Locale.ROOT, "| %s | %.2f |%n", peer.label, value)));
        return text.toString();
    }
}
