package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.loglane.LogPipeline;
import io.github.loglane.PipelineConfig;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.front.ShipperThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractManager;
import org.junit.jupiter.api.Test;

class PipelineManagerTest {

    private static final Duration SHORT = Duration.ofMillis(1);

    private static PipelineConfig.Builder config() {
        return PipelineConfig.builder()
                .name("Kafka")
                .bootstrapServers("127.0.0.1:1")
                .journalBytes(1 << 20)
                .maxRecordBytes(16 << 10);
    }

    @Test
    void users_shareOnePipelineUntilTheLastLeaves() {
        PipelineManager first = PipelineManager.join(null, config().build());
        PipelineManager second = PipelineManager.join(null, config().build());
        assertThat(second).isSameAs(first);
        first.leave(SHORT);
        assertThat(first.pipeline.isClosed()).isFalse();
        assertThat(AbstractManager.hasManager(first.getName())).isTrue();
        second.leave(SHORT);
        assertThat(first.pipeline.isClosed()).isTrue();
        assertThat(AbstractManager.hasManager(first.getName())).isFalse();
    }

    @Test
    void userThatComesDuringTheDrain_getsAPipelineOfItsOwn() throws Exception {
        PipelineManager manager = PipelineManager.join(null, config().build());
        LogPipeline draining = manager.pipeline;
        draining.append(FakeEvent.of("something to drain"), false);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Boolean> drain = thread.submit(() -> manager.leave(Duration.ofSeconds(2)));
        while (!draining.isClosed()) {
            Thread.onSpinWait();
        }
        PipelineManager late = PipelineManager.join(null, config().build());
        assertThat(drain.isDone()).isFalse();
        assertThat(late).isSameAs(manager);
        assertThat(late.pipeline).isNotSameAs(draining);
        assertThat(drain.get()).as("there is no broker to drain to").isFalse();
        thread.shutdown();
        assertThat(late.pipeline.isClosed()).isFalse();
        assertThat(AbstractManager.hasManager(late.getName())).isTrue();
        late.leave(SHORT);
        assertThat(AbstractManager.hasManager(late.getName())).isFalse();
    }

    /** Else the lane would overtake itself. */
    @Test
    void userThatComesDuringTheDrain_isShippedWhenThatIsOver() throws Exception {
        PipelineConfig config = config().name("Follower").build();
        PipelineManager manager = PipelineManager.join(null, config);
        LogPipeline draining = manager.pipeline;
        draining.append(FakeEvent.of("something to drain"), false);
        List<Thread> first = ShipperThreads.of("Follower");
        assertThat(first).hasSize(1);
        Thread drain = new Thread(() -> manager.leave(Duration.ofSeconds(2)));
        drain.start();
        await().until(draining::isClosed);
        PipelineManager late = PipelineManager.join(null, config);
        assertThat(ShipperThreads.of("Follower")).isEqualTo(first);
        drain.join();
        await().until(() -> !ShipperThreads.of("Follower").isEmpty()
                && !ShipperThreads.of("Follower").equals(first));
        late.leave(SHORT);
    }

    @Test
    void userThatLeavesBeforeTheDrainIsOver_waitsForItAtMostUntilItsTime() throws Exception {
        PipelineConfig config = config().name("Hasty").build();
        PipelineManager manager = PipelineManager.join(null, config);
        LogPipeline draining = manager.pipeline;
        draining.append(FakeEvent.of("something to drain"), false);
        Thread drain = new Thread(() -> manager.leave(Duration.ofSeconds(3)));
        drain.start();
        await().until(draining::isClosed);
        PipelineManager late = PipelineManager.join(null, config);
        late.pipeline.append(FakeEvent.of("hello"), false);
        assertThat(late.leave(Duration.ofMillis(100))).isFalse();
        assertThat(late.pipeline.counters().leftAtStop()).isEqualTo(1);
        assertThat(drain.isAlive()).isTrue();
        drain.join();
    }

    @Test
    void usersThatComeAndGoAtOnce_leaveNothingOpen() throws Exception {
        int threads = 4;
        List<LogPipeline> seen = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            done.add(pool.submit(() -> {
                for (int i = 0; i < 25; i++) {
                    PipelineManager manager = PipelineManager.join(null, config().build());
                    assertThat(manager.pipeline.isClosed()).isFalse();
                    synchronized (seen) {
                        seen.add(manager.pipeline);
                    }
                    manager.leave(SHORT);
                }
            }));
        }
        for (Future<?> future : done) {
            future.get();
        }
        pool.shutdown();
        assertThat(seen).allMatch(LogPipeline::isClosed);
        assertThat(AbstractManager.hasManager(PipelineManager.name(null, config().build())))
                .isFalse();
    }

    @Test
    void openThatFails_leavesNoManager() {
        PipelineConfig tooLarge = config().journalBytes(60L << 30).build();
        assertThatThrownBy(() -> PipelineManager.join(null, tooLarge)).isInstanceOf(OutOfMemoryError.class);
        assertThat(AbstractManager.hasManager(PipelineManager.name(null, tooLarge)))
                .isFalse();
    }

    @Test
    void contextsOfOneName_haveAManagerEach() {
        PipelineConfig config =
                config().producerProperty("ssl.key.password", "s3cr3t").build();
        String one = PipelineManager.name(new LoggerContext("app"), config);
        String two = PipelineManager.name(new LoggerContext("app"), config);
        assertThat(one).isNotEqualTo(two).contains("app", "Kafka", "logs").doesNotContain("s3cr3t");
    }
}
