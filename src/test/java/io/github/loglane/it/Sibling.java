package io.github.loglane.it;

import io.github.loglane.FastPace;
import io.github.loglane.LogPipeline;
import io.github.loglane.Outcome;
import io.github.loglane.PipelineConfig;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.WorkerMain;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a process that logs from one thread, notes what returned as a {@link KilledLoad} does, and shares its directory
 * with others. Prints {@code open} once it logs, and what loglane says of itself. Told to stop, it stops in order and prints
 * {@code stopped}, whether all is in Kafka, and its counters.
 */
final class Sibling {

    private static final Duration STOP = Duration.ofSeconds(90);

    /** The system property for how often the journal is forced to the disk; not at all without it. */
    static final String FORCE_MS = "loglane.sibling.forceMs";

    private static final int MAX_EVENTS = 40_000;

    private static volatile boolean over;

    private Sibling() {}

    /** @param args topic, servers, directory, directory of the notes, number of the process, pause between events in ms, pace,
     *     and a command with one argument, if one is to be run beside */
    public static void main(String[] args) throws Exception {
        PipelineConfig config = PipelineConfig.builder()
                .name("sibling")
                .topic(args[0])
                .bootstrapServers(args[1])
                .journal(args[2])
                .journalBytes(32 << 20)
                .forceMs(Long.getLong(FORCE_MS, 0))
                .workerId("0")
                .hostname("host-" + args[4])
                .build();
        LogPipeline pipeline = args[6].equals("steady")
                ? LogPipeline.open(config, (grade, line) -> System.out.println(grade + " " + line))
                : FastPace.open(config, (grade, line) -> System.out.println(grade + " " + line));
        int number = Integer.parseInt(args[4]);
        Thread load =
                new Thread(() -> log(pipeline, Path.of(args[3]), number, Long.parseLong(args[5])), "sibling-" + number);
        load.start();
        if (args.length > 7) {
            // it outlives this process
            System.out.println(
                    "child " + new ProcessBuilder(args[7], args[8]).start().pid());
        }
        System.out.println("open");
        WorkerMain.nextLine();
        over = true;
        load.join();
        boolean complete = pipeline.close(STOP);
        System.out.println("stopped " + complete + " " + pipeline.counters());
        System.exit(0);
    }

    private static void log(LogPipeline pipeline, Path notes, int number, long pauseMs) {
        try (OutputStream returned =
                new FileOutputStream(KilledLoad.notesOf(notes, number, 0).toFile())) {
            for (int i = 1; i <= MAX_EVENTS && !over; i++) {
                FakeEvent event = FakeEvent.of(KilledLoad.text(number, 0, i));
                event.epochSecond = Instant.now().getEpochSecond();
                Outcome outcome = pipeline.append(event, false);
                if (outcome != Outcome.APPENDED) {
                    throw new IllegalStateException("expecting: an event that is taken, found: " + outcome);
                }
                returned.write('.');
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMs));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
