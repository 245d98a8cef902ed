package io.github.loglane.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;

/**
 * The main class of a worker's JVM: an application that knows nothing but Log4j2. Some threads log orders at a fixed
 * rate, and count them.
 *
 * <p>It is told by lines on standard input: {@link #AWAY}, {@link #BACK}, {@link #STOP}; where that input ends, the
 * worker ends. It tells by lines on standard output: {@link #PROGRESS} and {@link #DONE}.
 */
final class Worker {

    /** Kafka is away from now on. */
    static final String AWAY = "away";

    static final String BACK = "back";
    static final String STOP = "stop";
    /** Followed by the longest log call during the outage in nanoseconds, and the log calls of each desk. */
    static final String PROGRESS = "@progress";
    /** As {@link #PROGRESS}, when the last call is made and Log4j2 has stopped. */
    static final String DONE = "@done";

    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int PARENT_GONE = 86;

    private final List<Desk> desks = new ArrayList<>();

    private Worker(int count, int rate) {
        for (int i = 1; i <= count; i++) {
            desks.add(new Desk(i, rate));
        }
    }

    /** Arguments: desks, log calls per second of each. */
    public static void main(String[] args) throws InterruptedException {
        Worker worker = new Worker(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        Thread listener = new Thread(worker::listen, "listener");
        listener.setDaemon(true);
        listener.start();
        worker.work();
    }

    private void work() throws InterruptedException {
        List<Thread> threads = desks.stream()
                .map(desk -> new Thread(desk, "desk-" + desk.number()))
                .toList();
        threads.forEach(Thread::start);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            tell(PROGRESS);
            LockSupport.parkNanos(TELL_NANOS);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        LogManager.shutdown();
        tell(DONE);
    }

    private void listen() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String told = line;
                desks.forEach(desk -> desk.told(told));
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }

    private void tell(String what) {
        StringBuilder line = new StringBuilder(what).append(' ');
        line.append(desks.stream().mapToLong(Desk::longestNanos).max().orElse(0));
        desks.forEach(desk -> line.append(' ').append(desk.logged()));
        System.out.println(line);
    }
}
