package io.github.loglane.bench;

import io.github.loglane.testkit.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole log call with a real broker. Threads log as fast as they can and no event is dropped, so a system that delivers
 * less than they give makes them wait: the percentiles in the middle tell what a call takes, the mean what can be delivered.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-DWORKER_ID=3")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LogCallBenchmark {

    /** The system under load, and its broker. */
    @State(Scope.Benchmark)
    public static class Scenery {

        @Param({
            "LOG4J_ALONE",
            "LOGLANE_WAITS",
            "LOGLANE_DISK_WAITS",
            "KAFKA_TUNED",
            "KAFKA_ASYNC",
            "KAFKA_SYNC",
            "LOGLANE_LOGBACK_WAITS",
            "LOGBACK_TUNED",
            "LOGBACK"
        })
        public String peer;

        private Path journals;
        private BrokerProcess broker;
        private Sink sink;

        @Setup
        public void open() throws IOException {
            journals = Files.createTempDirectory("loglane-bench-");
            broker = BrokerProcess.config()
                    .heap("512m")
                    .jvmArg("-XX:TieredStopAtLevel=4")
                    .start();
            broker.topics().create("bench", 1);
            sink = Peer.valueOf(peer).open(broker.bootstrapServers(), "bench", journals);
        }

        /** The broker goes last, or what is still on its way would wait for it. */
        @TearDown
        public void close() throws IOException {
            sink.close();
            broker.close();
            try (Stream<Path> files = Files.walk(journals)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Which event is next, for each thread. */
    @State(Scope.Thread)
    public static class Turn {
        private int next;
    }

    @Benchmark
    @Threads(1)
    public void call1(Scenery scenery, Turn turn) {
        scenery.sink.send(turn.next++);
    }

    @Benchmark
    @Threads(4)
    public void call4(Scenery scenery, Turn turn) {
        scenery.sink.send(turn.next++);
    }

    @Benchmark
    @Threads(16)
    public void call16(Scenery scenery, Turn turn) {
        scenery.sink.send(turn.next++);
    }
}
