package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Fault;
import io.github.loglane.testkit.FaultPlan;
import io.github.loglane.testkit.FaultProxy;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that share a directory: one is killed and never started again, and the others ship what it left; so they do with one that
 * is killed while it does that.
 */
class AdoptionIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    /** With the pace of every day, where an orphan is adopted after a minute. */
    private static final boolean STEADY = Boolean.getBoolean("loglane.adoption.steady");

    private static final Duration TIMEOUT = Duration.ofMinutes(STEADY ? 5 : 2);
    private static final String TOPIC = "adopted";
    private static final int SIBLINGS = 3;
    private static final String ADOPTS = "shipping what a process that is gone has left in ";
    private static final Pattern STOPPED =
            Pattern.compile("stopped true offered=(\\d+) appended=(\\d+) committed=(\\d+) .*reordersSeen=0");

    @TempDir
    Path temporary;

    private final long seed = Long.getLong("loglane.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<WorkerProcess> processes = new ArrayList<>();
    private final FaultProxy proxy = new FaultProxy(BROKER.proxyRoute(), FaultPlan.NONE);

    @AfterEach
    void end() {
        processes.forEach(WorkerProcess::close);
        proxy.close();
    }

    @Test
    void orphan_isShippedBySiblingsOfWhomTwoAreKilled() throws Exception {
        System.out.printf("%s: seed %d%n", TOPIC, seed);
        BROKER.topics().create(TOPIC, 2);
        Files.createDirectory(notes());
        WorkerProcess victim = start(1);
        List<WorkerProcess> siblings = new ArrayList<>();
        for (int number = 1; number <= SIBLINGS; number++) {
            siblings.add(start(20));
        }
        Awaitility.await().atMost(TIMEOUT).until(() -> KilledLoad.returned(notes(), 0, 0) > 2_000);
        BROKER.pause();
        int before = KilledLoad.returned(notes(), 0, 0);
        Awaitility.await().atMost(TIMEOUT).until(() -> KilledLoad.returned(notes(), 0, 0) > before + 3_000);
        victim.kill();
        proxy.plan(call -> Fault.delay(Duration.ofMillis(300)));
        BROKER.resume();
        for (int kill = 0; kill < SIBLINGS - 1; kill++) {
            WorkerProcess adopter = awaitAdopter(siblings);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(1_000_000)));
            adopter.kill();
            siblings.remove(adopter);
            System.out.printf("%s: journals after the kill of an adopter: %s%n", TOPIC, journals());
        }
        proxy.plan(FaultPlan.NONE);
        WorkerProcess last = siblings.get(0);
        Awaitility.await().atMost(TIMEOUT).until(() -> journals().size() == 1);
        last.send("stop");
        assertThat(last.awaitExit(TIMEOUT)).as(last.errors()).isZero();
        checkCounters(last);
        check();
    }

    private WorkerProcess start(int pauseMs) {
        String[] args = {
            TOPIC,
            proxy.bootstrapServers(),
            directory().toString(),
            notes().toString(),
            String.valueOf(processes.size()),
            String.valueOf(pauseMs),
            STEADY ? "steady" : "fast"
        };
        WorkerProcess process = WorkerProcess.of(Sibling.class, args).start();
        processes.add(process);
        process.awaitLine("open"::equals, TIMEOUT);
        return process;
    }

    private static WorkerProcess awaitAdopter(List<WorkerProcess> siblings) {
        return Awaitility.await()
                .atMost(TIMEOUT)
                .until(
                        () -> siblings.stream()
                                .filter(sibling -> sibling.lines().stream().anyMatch(line -> line.contains(ADOPTS)))
                                .findFirst()
                                .orElse(null),
                        adopter -> adopter != null);
    }

    /** Who adopts counts what it shipped for others in none of its sums. */
    private static void checkCounters(WorkerProcess last) {
        String line = last.awaitLine(l -> l.startsWith("stopped"), TIMEOUT);
        Matcher counters = STOPPED.matcher(line);
        assertThat(counters.find()).as(line).isTrue();
        assertThat(counters.group(1)).as(line).isEqualTo(counters.group(2)).isEqualTo(counters.group(3));
        assertThat(last.lines().stream().filter(l -> l.contains(ADOPTS))).hasSize(SIBLINGS);
    }

    private void check() throws IOException {
        int all = SIBLINGS + 1;
        KilledArrived arrived = KilledArrived.read(BROKER.bootstrapServers(), TOPIC, number -> number)
                .checkReturned(notes(), all);
        System.out.printf("%s: %s%n", TOPIC, arrived);
        assertThat(KilledArrived.checkAudit(BROKER.bootstrapServers(), TOPIC).epochs())
                .hasSize(all);
        assertThat(processes)
                .allSatisfy(process -> assertThat(process.lines())
                        .noneMatch(line -> line.contains("damaged") || line.contains("failed")));
    }

    private Path directory() {
        return temporary.resolve("journals");
    }

    private Path notes() {
        return temporary.resolve("notes");
    }

    private List<String> journals() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }
}
