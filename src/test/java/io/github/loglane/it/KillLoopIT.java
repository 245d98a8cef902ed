package io.github.loglane.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.FastPace;
import io.github.loglane.LogPipeline;
import io.github.loglane.Outcome;
import io.github.loglane.PipelineConfig;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.FaultPlan;
import io.github.loglane.testkit.FaultProxy;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.tools.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application with a journal on the disk is killed at any moment, round by round, while Kafka is there or not: whatever log call
 * had returned, its event is in Kafka in the end, in order, under the id it was given then.
 */
class KillLoopIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    private static final int ROUNDS = Integer.getInteger("loglane.kills", 10);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofMinutes(2);
    private static final double FAULTS = 0.2;
    private static final int FULL_ROUNDS = Math.max(4, ROUNDS / 3);
    private static final int CRASHES = 30;
    private static final String LONG = "s".repeat(1000);

    /** What is special in a round. */
    private enum Round {
        /** The journal's file is made in it, and the kill comes during the start. */
        FIRST(1500),
        STEADY(2500),
        BROKER_DOWN(2000),
        /** What the round before could not ship is being shipped. */
        REPLAY(1000),
        REBUILDS(2500),
        EARLY(1000),
        BROKER_KILLED(1500);

        private final long killWithinMs;

        Round(long killWithinMs) {
            this.killWithinMs = killWithinMs;
        }

        boolean isDuringStart() {
            return this == FIRST || this == EARLY;
        }
    }

    @TempDir
    Path temporary;

    private final long seed = Long.getLong("loglane.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Integer> journalOfRound = new ArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private KilledFront front;
    private String topic;
    private int journals;
    private boolean isPaused;

    private void begin(KilledFront killed, String name) {
        front = killed;
        topic = name + '-' + killed.name().toLowerCase(Locale.ROOT);
        System.out.printf("%s: seed %d%n", topic, seed);
        BROKER.topics().create(topic, 2);
    }

    @ParameterizedTest
    @EnumSource
    void kill_atAnyMoment(KilledFront killed) throws Exception {
        begin(killed, "killed");
        Path notes = Files.createDirectory(temporary.resolve("notes"));
        try (FaultProxy proxy = new FaultProxy(BROKER.proxyRoute(), FaultPlan.NONE)) {
            for (int number = 0; number < ROUNDS; number++) {
                run(number, Round.values()[number % Round.values().length], proxy, notes);
            }
            resume(proxy);
            for (int journal = 0; journal < journals; journal++) {
                drain(proxy.bootstrapServers(), journal);
            }
        }
        assertThat(lines)
                .noneMatch(line -> line.contains("damaged")
                        || line.contains("failed")
                        || line.contains("cannot be used")
                        || line.contains("no room")
                        || line.contains("events are"));
        KilledArrived arrived = KilledArrived.read(BROKER.bootstrapServers(), topic, journalOfRound::get)
                .checkReturned(notes, ROUNDS);
        AuditReport audit = KilledArrived.checkAudit(BROKER.bootstrapServers(), topic);
        System.out.printf(
                "%s: %d kills, %s, %d epochs%n",
                topic, ROUNDS, arrived, audit.epochs().size());
        assertThat(arrived.events()).isGreaterThan(ROUNDS);
    }

    /**
     * There is no broker, and the journal is full most of the time. What had no room is declared, also where the process was killed
     * before it could declare it.
     */
    @ParameterizedTest
    @EnumSource
    void kill_whileTheJournalIsFull(KilledFront killed) throws Exception {
        begin(killed, "killed-full");
        killFull(FULL_ROUNDS, "shop", number -> number % 3 == 2);
    }

    /** There is no broker for so many starts that the journal has no room even for the end of the process before; a long name helps. */
    @Test
    void crashLoop_whileTheJournalIsFull() throws Exception {
        begin(KilledFront.LOG4J2, "crash-loop");
        killFull(CRASHES, LONG, number -> false);
        assertThat(lines).anyMatch(line -> line.contains("goes on in its place"));
    }

    /** The same, and another process ships in the end what is left. */
    @Test
    void crashLoopBesideAnother_whileTheJournalIsFull() throws Exception {
        begin(KilledFront.LOG4J2, "crash-beside");
        try (FaultProxy proxy = new FaultProxy(BROKER.proxyRoute(), FaultPlan.NONE)) {
            proxy.mode(FaultProxy.Mode.REFUSE);
            LogPipeline other =
                    FastPace.open(config(proxy.bootstrapServers(), 0, LONG), (grade, line) -> lines.add(line));
            assertThat(other.append(FakeEvent.of("another's"), false)).isEqualTo(Outcome.APPENDED);
            Path notes = Files.createDirectory(temporary.resolve("notes"));
            List<Integer> returned = killFull(CRASHES, LONG, number -> false, proxy, notes);
            assertThat(filesOf(0)).contains("0.journal", "1.journal");
            proxy.mode(FaultProxy.Mode.PASS);
            Awaitility.await().atMost(DRAIN).until(() -> !filesOf(0).contains("1.journal"));
            assertThat(other.close(DRAIN)).isTrue();
            checkFull(returned);
        }
        assertThat(lines).anyMatch(line -> line.contains("goes on in its place"));
    }

    private void killFull(int rounds, String service, IntPredicate hasBroker) throws IOException {
        Path notes = Files.createDirectory(temporary.resolve("notes"));
        try (FaultProxy proxy = new FaultProxy(BROKER.proxyRoute(), FaultPlan.NONE)) {
            List<Integer> returned = killFull(rounds, service, hasBroker, proxy, notes);
            proxy.mode(FaultProxy.Mode.PASS);
            drain(proxy.bootstrapServers(), 0);
            checkFull(returned);
        }
    }

    /** Returns how many log calls returned in each round. */
    private List<Integer> killFull(int rounds, String service, IntPredicate hasBroker, FaultProxy proxy, Path notes)
            throws IOException {
        List<Integer> returned = new ArrayList<>();
        for (int number = 0; number < rounds; number++) {
            journalOfRound.add(0);
            proxy.mode(hasBroker.test(number) ? FaultProxy.Mode.PASS : FaultProxy.Mode.REFUSE);
            killOnceFull(number, service, proxy, notes);
            returned.add(returned(notes, number));
        }
        return returned;
    }

    private void checkFull(List<Integer> returned) {
        assertThat(lines)
                .noneMatch(line ->
                        line.contains("damaged") || line.contains("no room in") || line.contains("cannot be used"));
        KilledArrived arrived = KilledArrived.read(BROKER.bootstrapServers(), topic, journalOfRound::get);
        for (int number = 0; number < returned.size(); number++) {
            for (int worker = 0; worker < KilledLoad.THREADS; worker++) {
                assertThat(arrived.eventsOf(number, worker)).isSorted().doesNotHaveDuplicates();
            }
        }
        AuditReport audit = KilledArrived.checkAudit(BROKER.bootstrapServers(), topic);
        System.out.printf(
                "%s: returned %s, %s, declared as dropped %d, %d epochs%n",
                topic,
                returned,
                arrived,
                audit.total(epoch -> epoch.seqs().declared()),
                audit.epochs().size());
        checkReturned(returned, arrived, audit);
    }

    /** Of each log call that returned there is the event, or it is declared as dropped; at most one of each thread was under way. */
    private static void checkReturned(List<Integer> returned, KilledArrived arrived, AuditReport audit) {
        for (int number = 0; number < returned.size(); ) {
            long declared = declared(number, audit);
            int first = number;
            long calls = 0;
            long events = 0;
            // the rounds that went on under the epoch of this one have none of their own
            while (number == first || number < returned.size() && declared(number, audit) == 0) {
                calls += returned.get(number);
                events += arrived.eventsOf(number);
                number++;
            }
            assertThat(declared).as("declared in round %s", first).isPositive();
            assertThat(events + declared)
                    .as("events and declared from round %s to %s, %s", first, number - 1, returned)
                    .isBetween(calls, calls + (long) (number - first) * KilledLoad.THREADS);
        }
    }

    /** What the epoch that the round began declares; 0 where it began none. */
    private static long declared(int number, AuditReport audit) {
        return audit.epochs().stream()
                .filter(epoch ->
                        KilledLoad.hostname(number).equals(epoch.origin().hostname()))
                .mapToLong(epoch -> epoch.seqs().declared())
                .sum();
    }

    private void killOnceFull(int number, String service, FaultProxy proxy, Path notes) throws IOException {
        String[] args = {
            topic,
            proxy.bootstrapServers(),
            directory(0).toString(),
            notes.toString(),
            "" + number,
            front.name(),
            "service=" + service,
            "journalBytes=1 MiB",
            "maxRecordBytes=64 KiB"
        };
        try (WorkerProcess process =
                front.on(WorkerProcess.of(KilledLoad.class, args)).start()) {
            process.awaitLine(line -> line.contains("events are refused"), START);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(300_000)));
            process.kill();
            lines.addAll(process.lines());
        }
    }

    private void run(int number, Round round, FaultProxy proxy, Path notes) throws IOException {
        journals += round == Round.FIRST ? 1 : 0;
        journalOfRound.add(journals - 1);
        switch (round) {
            case BROKER_DOWN -> {
                resume(proxy);
                BROKER.pause();
                isPaused = true;
            }
            case REBUILDS -> {
                resume(proxy);
                proxy.plan(FaultPlan.random(random.nextLong(), FAULTS));
            }
            default -> resume(proxy);
        }
        String[] args = {
            topic,
            proxy.bootstrapServers(),
            directory(journals - 1).toString(),
            notes.toString(),
            "" + number,
            front.name(),
            "journalBytes=1 GiB" // what several rounds cannot ship has room
        };
        try (WorkerProcess process =
                front.on(WorkerProcess.of(KilledLoad.class, args)).start()) {
            process.awaitLine(round.isDuringStart() ? "opening"::equals : "logging"::equals, START);
            long killAfterMicros = (long) (random.nextDouble() * round.killWithinMs * 1000);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(killAfterMicros));
            if (round == Round.BROKER_KILLED && random.nextBoolean()) {
                BROKER.kill();
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
            }
            process.kill();
            lines.addAll(process.lines());
            System.out.printf(
                    "%s: round %d %s killed after %d us, returned %d, journal %s%n",
                    topic, number, round, killAfterMicros, returned(notes, number), filesOf(journals - 1));
        }
        if (round == Round.BROKER_KILLED && BROKER.isRunning()) {
            BROKER.kill();
        }
    }

    private static int returned(Path notes, int number) throws IOException {
        int sum = 0;
        for (int worker = 0; worker < KilledLoad.THREADS; worker++) {
            sum += KilledLoad.returned(notes, number, worker);
        }
        return sum;
    }

    private void resume(FaultProxy proxy) {
        proxy.plan(FaultPlan.NONE);
        if (isPaused) {
            BROKER.resume();
        } else if (!BROKER.isRunning()) {
            BROKER.start();
        }
        isPaused = false;
    }

    private Path directory(int journal) {
        return temporary.resolve("journals-" + journal);
    }

    private List<String> filesOf(int journal) throws IOException {
        if (!Files.exists(directory(journal))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory(journal))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private PipelineConfig config(String servers, int journal, String service) {
        return PipelineConfig.builder()
                .name("drain-" + journal)
                .topic(topic)
                .bootstrapServers(servers)
                .workerId("9")
                .service(service)
                .maxRecordBytes(64 << 10)
                .journal(directory(journal).toString())
                .build();
    }

    /** The last start, which ends well. */
    private void drain(String servers, int journal) throws IOException {
        List<String> status = new CopyOnWriteArrayList<>();
        LogPipeline pipeline =
                LogPipeline.open(config(servers, journal, "shop"), (grade, line) -> status.add(grade + " " + line));
        Awaitility.await().atMost(DRAIN).until(() -> pipeline.journalUsedBytes() < pipeline.journalCapacityBytes() / 2);
        FakeEvent event = FakeEvent.of("the last word");
        event.epochSecond = Instant.now().getEpochSecond();
        assertThat(pipeline.append(event, false)).isEqualTo(Outcome.APPENDED);
        assertThat(pipeline.close(DRAIN)).as("%s", status).isTrue();
        assertThat(pipeline.counters().committed().sum()).isEqualTo(1);
        assertThat(pipeline.counters().reordersSeen().sum()).isZero();
        assertThat(pipeline.journalUsedBytes()).isZero();
        // one slot is enough for any number of starts
        assertThat(filesOf(journal)).containsExactly("0.journal", "0.lock");
        lines.addAll(status);
    }
}
