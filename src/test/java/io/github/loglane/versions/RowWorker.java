package io.github.loglane.versions;

import io.github.loglane.testkit.WorkerMain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * An application for a JVM of its own, in two parts: some threads, each a worker, log numbered events of all kinds; then it waits for
 * a level from the topic conf; then, when it is told to go on, they log as many again, also at that level. It knows nothing of loglane.
 */
final class RowWorker {

    static final int WORKERS = 2;

    /** Of each worker, in both parts together. */
    static final int EVENTS = 2 * Integer.getInteger("loglane.row.events", 600);

    /** How many kinds of events there are; an event is of the kind of its number modulo this. */
    static final int KINDS = 6;

    static final String LEVEL_LOGGER = "shop.Level";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private RowWorker() {}

    /**
     * @param log logs the event of this worker and number
     * @param isLevelSet whether {@link #LEVEL_LOGGER} logs DEBUG
     */
    static void run(BiConsumer<Integer, Integer> log, BooleanSupplier isLevelSet) throws InterruptedException {
        logFromThreads(log, 1, EVENTS / 2);
        System.out.println("first");
        Awaitility.await().atMost(TIMEOUT).until(isLevelSet::getAsBoolean);
        System.out.println("level");
        String ignored = WorkerMain.nextLine();
        logFromThreads(log, EVENTS / 2 + 1, EVENTS);
        System.out.println("second");
        ignored = WorkerMain.nextLine();
    }

    private static void logFromThreads(BiConsumer<Integer, Integer> log, int first, int last)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            int id = worker;
            Runnable work = () -> {
                for (int number = first; number <= last; number++) {
                    log.accept(id, number);
                }
            };
            threads.add(new Thread(work, "worker-" + worker));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Only what is logged in the second part may be below the level of the file. */
    static boolean isSecondPart(int number) {
        return number > EVENTS / 2;
    }

    static String text(int worker, int number) {
        return "worker " + worker + " event " + number;
    }

    static Exception failure(int number) {
        Exception failure =
                new IllegalStateException("no stock for " + number, new IllegalArgumentException("\u20ac \"quoted\""));
        failure.addSuppressed(new UnsupportedOperationException());
        return failure;
    }
}
