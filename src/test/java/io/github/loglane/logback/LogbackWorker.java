package io.github.loglane.logback;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An application for a JVM of its own: each of its threads is a worker that logs numbered events by SLF4J, through the {@code
 * worker.xml} beside this class. It knows neither Logback nor loglane, and stops nothing: it ends by {@code main}'s return.
 */
public final class LogbackWorker {

    private static final String PADDING = "x".repeat(100);

    private LogbackWorker() {}

    /** Workers 0 to {@code threads - 1}, each with as many events. */
    static WorkerConfig config(BrokerProcess broker, String topic, int threads, int events) {
        return WorkerProcess.of(LogbackWorker.class, String.valueOf(threads), String.valueOf(events))
                .logback()
                .property("logback.configurationFile", "io/github/loglane/logback/worker.xml")
                .property("bootstrap", broker.bootstrapServers())
                .property("topic", topic);
    }

    public static void main(String[] args) throws InterruptedException {
        Logger logger = LoggerFactory.getLogger("shop.Worker");
        List<Thread> workers = new ArrayList<>();
        for (int worker = 0; worker < Integer.parseInt(args[0]); worker++) {
            String id = String.valueOf(worker);
            workers.add(new Thread(() -> log(logger, id, Integer.parseInt(args[1])), "worker-" + id));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private static void log(Logger logger, String worker, int events) {
        MDC.put("worker", worker);
        for (int i = 1; i <= events; i++) {
            logger.info("worker {} event {} {}", worker, i, PADDING);
        }
    }
}
