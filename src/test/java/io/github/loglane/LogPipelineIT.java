package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole way with a broker that is up: partition, order, id, begin and end. */
class LogPipelineIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final int THREADS = 4;
    private static final int EVENTS = 5_000;

    @Test
    @Tag("jdk25")
    void append_reachesTheWorkersPartitionInOrder() throws Exception {
        BROKER.topics().create("order", 2);
        PipelineConfig config = PipelineConfig.builder()
                .name("it")
                .topic("order")
                .bootstrapServers(BROKER.bootstrapServers())
                .workerId("%X{worker}")
                .service("shop")
                .build();
        List<String> status = new ArrayList<>();
        LogPipeline pipeline = LogPipeline.open(config, (grade, line) -> status.add(line));
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int worker = t;
            threads.add(new Thread(() -> log(pipeline, worker)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(pipeline.close(Duration.ofSeconds(20))).as("%s", status).isTrue();
        assertThat(pipeline.counters().committed().sum()).isEqualTo((long) THREADS * EVENTS);

        List<Read> records = BROKER.topics().reader("order").all();
        assertThat(records).hasSize(THREADS * EVENTS + 2);
        checkAll(records);
    }

    private static void log(LogPipeline pipeline, int worker) {
        for (int i = 1; i <= EVENTS; i++) {
            FakeEvent event = FakeEvent.of("event " + i).context("worker", String.valueOf(worker));
            event.epochSecond = Instant.now().getEpochSecond();
            assertThat(pipeline.append(event, false)).isEqualTo(Outcome.APPENDED);
        }
    }

    private static void checkAll(List<Read> records) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Map<String, Integer> lastOfWorker = new HashMap<>();
        List<String> kinds = new ArrayList<>();
        for (Read read : records) {
            JsonNode value = json.readTree(read.value());
            assertThat(read.key())
                    .isEqualTo(value.get("epoch").textValue()
                            + '-'
                            + value.get("seq").longValue());
            if (read.header("kind") != null) {
                kinds.add(read.header("kind") + value.get("seq"));
                assertThat(value.get("service").textValue()).isEqualTo("shop");
                continue;
            }
            int worker = value.get("workerId").intValue();
            assertThat(read.header("w")).isEqualTo(String.valueOf(worker));
            assertThat(read.partition()).isEqualTo(worker % 2);
            int i = Integer.parseInt(value.get("message").textValue().substring("event ".length()));
            Integer last = lastOfWorker.put(read.header("w"), i);
            assertThat(i).isEqualTo(last == null ? 1 : last + 1);
        }
        assertThat(lastOfWorker.values()).hasSize(THREADS).containsOnly(EVENTS);
        assertThat(kinds).containsExactlyInAnyOrder("begin1", "end" + (THREADS * EVENTS + 2));
    }
}
