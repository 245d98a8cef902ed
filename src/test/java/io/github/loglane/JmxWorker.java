package io.github.loglane;

import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.WorkerMain;
import java.time.Duration;

/** Logs three events in a JVM where no broker is, and closes at the next line. Prints status lines and outcomes. */
final class JmxWorker {

    private JmxWorker() {}

    public static void main(String[] args) throws InterruptedException {
        PipelineConfig config = PipelineConfig.builder()
                .name("worker")
                .bootstrapServers("127.0.0.1:1")
                .build();
        LogPipeline pipeline = LogPipeline.open(config, (grade, line) -> System.out.println(grade + " " + line));
        for (int i = 0; i < 3; i++) {
            pipeline.append(FakeEvent.of("event"), false);
        }
        System.out.println("opened " + pipeline.counters());
        WorkerMain.nextLine();
        pipeline.close(Duration.ZERO);
        System.out.println("closed, then " + pipeline.append(FakeEvent.of("event"), false));
    }
}
