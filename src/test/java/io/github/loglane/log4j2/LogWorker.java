package io.github.loglane.log4j2;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/**
 * An application for a JVM of its own: each of its threads is a worker that logs numbered events, through the {@code
 * worker.xml} beside this class. It knows nothing of loglane.
 */
public final class LogWorker {

    private static final String PADDING = "x".repeat(100);

    private LogWorker() {}

    /** Workers {@code first} to {@code first + threads - 1}, each with as many events; then the JVM ends as told. */
    static WorkerConfig config(BrokerProcess broker, String topic, int first, int threads, int events, Ending ending) {
        return WorkerProcess.of(
                        LogWorker.class,
                        String.valueOf(first),
                        String.valueOf(threads),
                        String.valueOf(events),
                        ending.name())
                .property("log4j2.configurationFile", "classpath:io/github/loglane/log4j2/worker.xml")
                .property("bootstrap", broker.bootstrapServers())
                .property("topic", topic);
    }

    public static void main(String[] args) throws InterruptedException {
        int first = Integer.parseInt(args[0]);
        int threads = Integer.parseInt(args[1]);
        int events = Integer.parseInt(args[2]);
        // Before the threads: to those that log while another one still starts Log4j, it is not configured yet.
        Logger logger = LogManager.getLogger("shop.Worker");
        List<Thread> workers = new ArrayList<>();
        for (int worker = first; worker < first + threads; worker++) {
            int id = worker;
            workers.add(new Thread(() -> log(logger, id, events), "worker-" + id));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
        Ending.valueOf(args[3]).run();
    }

    private static void log(Logger logger, int worker, int events) {
        ThreadContext.put("worker", String.valueOf(worker));
        for (int i = 1; i <= events; i++) {
            logger.info("worker {} event {} {}", worker, i, PADDING);
        }
    }

    /** How the JVM ends. */
    enum Ending implements Runnable {
        /** {@code main} returns, and Log4j's shutdown hook stops the appender. */
        RETURN {
            @Override
            public void run() {
                // nothing is to be done
            }
        },
        /** As above with status 3, at once after the last log call. */
        EXIT {
            @Override
            public void run() {
                System.exit(3);
            }
        },
        /** The application stops Log4j itself, and says how long that took, in milliseconds. */
        SHUTDOWN {
            @Override
            public void run() {
                long start = System.nanoTime();
                LogManager.shutdown();
                System.out.println((System.nanoTime() - start) / 1_000_000);
            }
        }
    }
}
