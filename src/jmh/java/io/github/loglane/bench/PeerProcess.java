package io.github.loglane.bench;

import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A {@link PeerMain} and the talk with it. One thread at a time. */
final class PeerProcess implements AutoCloseable {

    static final String ANSWER = "answer ";

    /** What the Kafka client logs goes nowhere, the same for all. */
    private static final String SLF4J_PROVIDER = "org.slf4j.helpers.NOP_FallbackServiceProvider";

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(10);

    private final WorkerProcess process;
    private int asked;

    PeerProcess(Peer peer, String servers, String topic, int threads, List<String> jvmArgs) {
        WorkerConfig config = WorkerProcess.of(PeerMain.class, peer.name(), servers, topic, Integer.toString(threads))
                .jvmArg("-Xms512m")
                .jvmArg("-Xmx512m")
                .property("WORKER_ID", "3")
                .property("slf4j.provider", SLF4J_PROVIDER);
        if (peer.usesLogback()) {
            config.logback();
        }
        jvmArgs.forEach(config::jvmArg);
        process = config.start();
    }

    /** Begins a run without waiting for its end. */
    void startRun(int events, int eventsPerSecond) {
        ask("run " + events + ' ' + eventsPerSecond);
    }

    /** The run begun last. */
    Figures ran() {
        return Figures.parse(answer(LIMIT).orElseThrow(() -> new IllegalStateException("no end within " + LIMIT)));
    }

    Figures run(int events, int eventsPerSecond) {
        startRun(events, eventsPerSecond);
        return ran();
    }

    /** Begins a run of one thread by slots of time without waiting for its end. */
    void startTimeline(int events, int eventsPerSecond, int slotMs) {
        ask("timeline " + events + ' ' + eventsPerSecond + ' ' + slotMs);
    }

    /** The one begun last. */
    Timeline timeline() {
        return Timeline.parse(answer(LIMIT).orElseThrow(() -> new IllegalStateException("no end within " + LIMIT)));
    }

    long cpuNanos() {
        ask("cpu");
        return Long.parseLong(answer(LIMIT).orElseThrow());
    }

    void stop() {
        ask("stop");
        process.awaitExit(LIMIT);
    }

    private void ask(String command) {
        process.send(command);
        asked++;
    }

    /** To the last command; empty where there is none in time. */
    Optional<String> answer(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<String> answer = answerSoFar();
        while (answer.isEmpty() && System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended: " + process.errors());
            }
            LockSupport.parkNanos(POLL.toNanos());
            answer = answerSoFar();
        }
        return answer;
    }

    private Optional<String> answerSoFar() {
        String prefix = ANSWER + asked + ' ';
        return process.lines().stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst();
    }

    @Override
    public void close() {
        process.close();
    }
}
