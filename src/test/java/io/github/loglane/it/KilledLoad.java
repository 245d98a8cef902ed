package io.github.loglane.it;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * The main class of an application that logs at full speed from several threads, each a worker of its own, until it is killed. After
 * each log call that returned, it adds a byte to that thread's notes by a system call of its own, which no kill can take back.
 *
 * <p>Prints {@code opening} before it opens its appender and {@code logging} once that is open, and what loglane says of itself.
 */
final class KilledLoad {

    static final int THREADS = 3;

    /** Most events of a thread, so that no journal is filled while there is no broker. */
    private static final int MAX_EVENTS = 40_000;

    private KilledLoad() {}

    /** @param args topic, servers, directory, directory of the notes, number of the round, front, more options as {@code name=value} */
    public static void main(String[] args) throws Exception {
        Path notes = Path.of(args[3]);
        int round = Integer.parseInt(args[4]);
        System.out.println("opening");
        KilledFront.Log log = KilledFront.valueOf(args[5]).open(options(args));
        System.out.println("logging");
        for (int thread = 0; thread < THREADS; thread++) {
            int worker = thread;
            new Thread(() -> log(log, notes, round, worker), "load-" + worker).start();
        }
        new CountDownLatch(1).await();
    }

    /** Each round on another host, as it were. */
    private static Map<String, String> options(String... args) {
        Map<String, String> options = new TreeMap<>();
        options.put("topic", args[0]);
        options.put("bootstrapServers", args[1]);
        options.put("journal", args[2]);
        options.put("hostname", hostname(Integer.parseInt(args[4])));
        options.put("workerId", "%X{worker}");
        for (int i = 6; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            options.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        return options;
    }

    static String hostname(int round) {
        return "host-" + round;
    }

    private static void log(KilledFront.Log log, Path notes, int round, int worker) {
        log.worker(worker);
        try (OutputStream returned =
                new FileOutputStream(notesOf(notes, round, worker).toFile())) {
            for (int i = 1; i <= MAX_EVENTS; i++) {
                log.info(text(round, worker, i));
                returned.write('.');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path notesOf(Path notes, int round, int worker) {
        return notes.resolve(round + "-" + worker);
    }

    /** How many log calls are noted as returned. */
    static int returned(Path notes, int round, int worker) throws IOException {
        Path file = notesOf(notes, round, worker);
        return Files.exists(file) ? (int) Files.size(file) : 0;
    }

    /** What a thread says in its {@code i}th event; of any length up to 700. */
    static String text(int round, int worker, int i) {
        int hash = (round * 31 + worker) * 31 + i;
        hash = (hash ^ hash >>> 15) * 0x2C1B3C6D;
        return "round %d worker %d event %d ".formatted(round, worker, i) + "x".repeat(Math.floorMod(hash, 650));
    }
}
