package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.StatusReporter;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it makes a journal's file, or allocates the rest of it: what was appended is there, and no more. */
class CreationKillIT {

    private static final int KILLS = Integer.getInteger("loglane.creation.kills", 12);
    private static final int KILL_WITHIN_MS = 400;
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private final long seed = Long.getLong("loglane.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void kill_whileTheFileIsMade() throws Exception {
        System.out.printf("creation: seed %d%n", seed);
        int inTheMaking = 0;
        int partly = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path parent = Files.createDirectory(temporary.resolve("kill-" + kill));
            int last = killed(parent);
            int noted = CreatedJournals.noted(parent, last);
            inTheMaking += noted == 0 ? 1 : 0;
            partly += noted > 0 ? 1 : 0;
            List<Integer> found = recover(parent, last);
            assertThat(found.size()).as("seed %s, kill %s", seed, kill).isBetween(noted, noted + 1);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).isEqualTo(i + 1);
            }
            assertThat(lines).as("seed %s, kill %s", seed, kill).isEmpty();
            assertThat(filesOf(parent.resolve(String.valueOf(last)))).containsExactly("0.journal", "0.lock");
            deleteAll(parent);
        }
        System.out.printf(
                "creation: %d kills, %d before the first append returned, %d behind it%n", KILLS, inTheMaking, partly);
    }

    /** Returns the number of the directory that it was killed in. */
    private int killed(Path parent) throws IOException {
        try (WorkerProcess process =
                WorkerProcess.of(CreatedJournals.class, parent.toString()).start()) {
            process.awaitLine("begin"::equals, START);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(KILL_WITHIN_MS * 1000)));
            process.kill();
            assertThat(process.lines()).containsExactly("begin");
            assertThat(process.errors()).isEmpty();
        }
        int last = 0;
        while (Files.exists(parent.resolve(String.valueOf(last + 1)))) {
            last++;
        }
        return last;
    }

    private List<Integer> recover(Path parent, int number) throws IOException {
        StatusReporter status = new StatusReporter("test", (grade, line) -> lines.add(grade + " " + line));
        Journal journal = CreatedJournals.directory(parent, number, status).open(99);
        List<Integer> found = new ArrayList<>();
        JournalRecord item = new JournalRecord();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            assertThat(item.worker()).isEqualTo(item.seq());
            found.add((int) item.seq());
            at = item.nextPosition();
        }
        journal.close(false);
        return found;
    }

    private static List<String> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void deleteAll(Path parent) throws IOException {
        try (Stream<Path> all = Files.walk(parent)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
