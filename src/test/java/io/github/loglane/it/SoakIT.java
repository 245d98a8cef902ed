package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.log4j2.MemoryUse;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.FaultPlan;
import io.github.loglane.testkit.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand events a second while everything happens that may: the broker is restarted, killed and stopped, the network fails, and
 * the application gets other settings, its journal in memory, in another directory or of another size among them. Nothing is
 * lost, and what the process held before it holds afterwards, and no more.
 */
class SoakIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    private static final int SECONDS = Integer.getInteger("loglane.soak.seconds", 60);
    private static final Duration STOP = Duration.ofMinutes(3);
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final String TOPIC = "soak";
    private static final double FAULTS = 0.2;

    private enum Trouble {
        RESTART,
        KILL,
        PAUSE,
        FAULTS,
        REFUSED,
        FROZEN,
        RECONFIGURE
    }

    @TempDir
    Path temporary;

    private final long seed = Long.getLong("loglane.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Trouble, Integer> seen = new TreeMap<>();

    @Test
    void everything_atRandom() throws Exception {
        System.out.printf("%s: seed %d%n", TOPIC, seed);
        BROKER.topics().create(TOPIC, 2);
        BROKER.topics().create("warm", 2);
        try (FaultProxy proxy = new FaultProxy(BROKER.proxyRoute(), FaultPlan.NONE)) {
            warmUp(proxy);
            MemoryUse before = MemoryUse.now();
            LoadResult load = run(proxy);
            // before the test itself reads megabytes
            checkNothingIsLeft(before);
            Arrived.check(BROKER.bootstrapServers(), TOPIC, load);
        }
    }

    /** Loads what classes and starts what threads stay for as long as the JVM runs. */
    private void warmUp(FaultProxy proxy) throws InterruptedException {
        try (LoggedLoad load = new LoggedLoad("warm", properties(proxy), journal(true))) {
            load.runFor(1);
            load.reconfigure(properties(proxy), journal(false));
            load.runFor(1);
            load.stop(STOP);
        }
    }

    private LoadResult run(FaultProxy proxy) throws Exception {
        try (LoggedLoad load = new LoggedLoad(TOPIC, properties(proxy), journal(true))) {
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < endNanos) {
                make(Trouble.values()[random.nextInt(Trouble.values().length)], load, proxy);
                if (random.nextBoolean()) {
                    make(Trouble.RECONFIGURE, load, proxy);
                }
                load.runFor(random.nextInt(2));
            }
            load.stop(STOP);
            System.out.printf("%s: %s%n", TOPIC, seen);
            assertThat(load.status())
                    .noneMatch(line ->
                            line.startsWith("ERROR") || line.contains("damaged") || line.contains("cannot be used"));
            return load.result();
        }
    }

    private void make(Trouble trouble, LoggedLoad load, FaultProxy proxy) {
        seen.merge(trouble, 1, Integer::sum);
        int seconds = 1 + random.nextInt(3);
        switch (trouble) {
            case RESTART -> BROKER.restart();
            case KILL -> {
                BROKER.kill();
                load.runFor(seconds);
                BROKER.start();
            }
            case PAUSE -> {
                BROKER.pause();
                load.runFor(seconds);
                BROKER.resume();
            }
            case FAULTS -> {
                proxy.plan(FaultPlan.random(random.nextLong(), FAULTS));
                load.runFor(seconds);
                proxy.plan(FaultPlan.NONE);
            }
            case REFUSED -> interrupt(FaultProxy.Mode.REFUSE, seconds, load, proxy);
            case FROZEN -> interrupt(FaultProxy.Mode.FREEZE, seconds, load, proxy);
            case RECONFIGURE -> load.reconfigure(properties(proxy), journal(random.nextInt(3) > 0));
        }
    }

    private static void interrupt(FaultProxy.Mode mode, int seconds, LoggedLoad load, FaultProxy proxy) {
        proxy.mode(mode);
        load.runFor(seconds);
        proxy.mode(FaultProxy.Mode.PASS);
    }

    private Map<String, String> properties(FaultProxy proxy) {
        return Map.of(
                "bootstrap.servers",
                proxy.bootstrapServers(),
                "linger.ms",
                String.valueOf(5 + random.nextInt(3)),
                "reconnect.backoff.max.ms",
                "500");
    }

    private Map<String, String> journal(boolean onDisk) {
        String bytes = (48 + 16 * random.nextInt(2)) + " MiB";
        return onDisk
                ? Map.of("journal", directory(random.nextInt(2)).toString(), "journalBytes", bytes)
                : Map.of("journalBytes", bytes);
    }

    private Path directory(int number) {
        return temporary.resolve("journals-" + number);
    }

    private void checkNothingIsLeft(MemoryUse before) throws IOException {
        await().atMost(SETTLE).untilAsserted(() -> {
            MemoryUse after = MemoryUse.now();
            String figures = "before: " + before + "; after: " + after;
            assertThat(ownThreads()).isEmpty();
            assertThat(after.threads()).as(figures).isLessThanOrEqualTo(before.threads() + 2);
            assertThat(after.descriptors()).as(figures).isLessThanOrEqualTo(before.descriptors() + 4);
            assertThat(after.mappings()).as(figures).isZero();
            assertThat(after.directBytes()).as(figures).isLessThan(before.directBytes() + (1 << 20));
            assertThat(after.heapBytes()).as(figures).isLessThan(before.heapBytes() + (16 << 20));
        });
        System.out.println(TOPIC + ": before: " + before + "; after: " + MemoryUse.now());
        assertThat(openJournals()).isEmpty();
        assertThat(System.getProperties().stringPropertyNames()).noneMatch(name -> name.startsWith("loglane.slot"));
    }

    private static List<String> openJournals() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(SoakIT::target)
                    .filter(target -> target.contains("journals-"))
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("loglane-"))
                .toList();
    }
}
