package io.github.loglane.front;

import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import io.github.loglane.testkit.WorkerMain;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An application with a Kafka client of its own. It sends and says {@code sent}; told {@code flood}, it logs far more than the
 * journal holds and says {@code flooded}; told {@code end}, it says what was counted, and ends.
 */
public final class RecursionApp {

    static final String CLIENT_ID = "orders-client";

    private static final int ORDERS = 20;
    private static final int FLOOD = 20_000;

    private RecursionApp() {}

    /**
     * Runs it, with the framework started.
     *
     * @param trace logs at TRACE
     */
    public static void run(Consumer<String> trace, Counters counters) throws Exception {
        try (KafkaProducer<String, String> orders = new KafkaProducer<>(
                Map.of("bootstrap.servers", System.getProperty("bootstrap"), "client.id", CLIENT_ID),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < ORDERS; i++) {
                orders.send(new ProducerRecord<>(System.getProperty("topic") + "-orders", "order " + i))
                        .get();
            }
            orders.close(Duration.ofSeconds(10));
        }
        System.out.println("sent");
        String flood = WorkerMain.nextLine();
        for (int i = 0; i < FLOOD; i++) {
            trace.accept(flood + " " + i + " " + "x".repeat(100));
        }
        awaitQuiet(counters);
        System.out.println("flooded");
        trace.accept(WorkerMain.nextLine());
        awaitQuiet(counters);
        System.out.println("appended " + counters.appended().sum() + ", " + counters);
    }

    /** Waits until a whole second brings no event but those of loglane's own threads, which is never where there is a loop. */
    private static void awaitQuiet(Counters counters) {
        long last;
        long now = ofOthers(counters);
        do {
            last = now;
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            now = ofOthers(counters);
        } while (now != last);
    }

    private static long ofOthers(Counters counters) {
        return counters.offered().sum() - counters.dropped(DropCause.OWN_LOGGER).sum();
    }
}
