package io.github.loglane.tools;

import io.github.loglane.LogPipeline;
import io.github.loglane.PipelineConfig;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.WorkerMain;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** Logs into a small journal on the disk, as fast as Kafka takes it, from two threads, until it is told to stop. */
final class JournalLoad {

    private static final String PADDING = " x".repeat(150);

    private JournalLoad() {}

    /** @param args bootstrap servers, topic, directory of the journal */
    public static void main(String[] args) throws Exception {
        PipelineConfig config = PipelineConfig.builder()
                .name("load")
                .bootstrapServers(args[0])
                .topic(args[1])
                .journal(args[2])
                .journalBytes(1 << 20)
                .maxRecordBytes(64 << 10)
                .maxWaitMs(60_000)
                .workerId("3")
                .build();
        LogPipeline pipeline = LogPipeline.open(config, (grade, line) -> System.out.println(grade + " " + line));
        AtomicBoolean over = new AtomicBoolean();
        Thread[] threads = {new Thread(() -> log(pipeline, over)), new Thread(() -> log(pipeline, over))};
        for (Thread thread : threads) {
            thread.start();
        }
        System.out.println("logging");
        WorkerMain.nextLine();
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(pipeline.close(Duration.ofSeconds(60)) ? "all acked" : "not all acked");
        System.exit(0);
    }

    private static void log(LogPipeline pipeline, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            FakeEvent event = FakeEvent.of("event " + i + PADDING.substring(0, i % PADDING.length()));
            event.epochSecond = Instant.now().getEpochSecond();
            pipeline.append(event, false);
        }
    }
}
