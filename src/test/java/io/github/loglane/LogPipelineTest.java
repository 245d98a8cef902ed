package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EventView;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Severity;
import io.github.loglane.encode.Worker;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of events while nobody is there to take them: no broker listens on that port, and none is needed. */
class LogPipelineTest {

    private static final String NOBODY = "127.0.0.1:1";

    private final List<String> status = new CopyOnWriteArrayList<>();
    private LogPipeline pipeline;

    private static PipelineConfig.Builder config() {
        return PipelineConfig.builder()
                .name("Unit Test")
                .bootstrapServers(NOBODY)
                .journalBytes(1 << 20)
                .maxRecordBytes(16 << 10);
    }

    private Counters open(PipelineConfig.Builder config) {
        pipeline = LogPipeline.open(config.build(), (grade, line) -> status.add(grade + " " + line));
        return pipeline.counters();
    }

    @AfterEach
    void close() {
        pipeline.close(Duration.ZERO);
    }

    private static FakeEvent event(Severity severity) {
        FakeEvent event = FakeEvent.of("x".repeat(500));
        event.severity = severity;
        return event;
    }

    private static void assertBooksBalance(Counters counters) {
        assertThat(counters.offered().sum())
                .as("%s", counters)
                .isEqualTo(counters.appended().sum() + counters.fallback().sum() + counters.droppedSum());
    }

    @Test
    void append_shedsByLevelAsTheJournalFills() {
        Counters counters = open(config());
        long capacity = pipeline.journalCapacityBytes();
        while (pipeline.append(event(Severity.DEBUG), false) == Outcome.APPENDED) {
            assertThat(pipeline.journalUsedBytes()).isLessThanOrEqualTo(capacity * 80 / 100);
        }
        assertThat(pipeline.append(event(Severity.TRACE), false)).isEqualTo(Outcome.SHED);
        while (pipeline.append(event(Severity.INFO), false) == Outcome.APPENDED) {
            assertThat(pipeline.journalUsedBytes()).isLessThanOrEqualTo(capacity * 95 / 100);
        }
        while (pipeline.append(event(Severity.WARN), false) == Outcome.APPENDED) {
            assertThat(pipeline.journalUsedBytes()).isGreaterThan(capacity * 94 / 100);
        }
        assertThat(pipeline.append(event(Severity.FATAL), false)).isEqualTo(Outcome.FULL);
        assertThat(counters.dropped(DropCause.SHED).sum()).isEqualTo(3);
        assertThat(counters.dropped(DropCause.FULL).sum()).isEqualTo(2);
        assertBooksBalance(counters);
        assertThat(status)
                .filteredOn(line -> line.contains("the journal is filling"))
                .hasSize(1);
        assertThat(status)
                .filteredOn(line -> line.startsWith("ERROR loglane Unit Test: the journal is full"))
                .hasSize(1);
    }

    @Test
    void append_countsAsFallbackWhatAFallbackTakes() {
        Counters counters = open(config());
        Outcome outcome = Outcome.APPENDED;
        while (outcome == Outcome.APPENDED) {
            outcome = pipeline.append(event(Severity.ERROR), true);
        }
        assertThat(outcome).isEqualTo(Outcome.FULL);
        assertThat(outcome.isForFallback()).isTrue();
        assertThat(counters.fallback().sum()).isEqualTo(1);
        assertThat(counters.droppedSum()).isZero();
        assertBooksBalance(counters);
    }

    @Test
    void append_waitsForRoomOnlyWhereToldTo() {
        Counters counters = open(config().maxWaitMs(200));
        long longestNanos = 0;
        while (counters.dropped(DropCause.FULL).sum() == 0) {
            long before = System.nanoTime();
            pipeline.append(event(Severity.ERROR), false);
            longestNanos = System.nanoTime() - before;
        }
        assertThat(Duration.ofNanos(longestNanos)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void append_ignoresItsOwnThreadsButTellsTheirTrouble() {
        Counters counters = open(config().producerProperty("ssl.keystore.password", "hunter2"));
        FakeEvent own = event(Severity.ERROR);
        own.threadName = "kafka-producer-network-thread | loglane-unit_test";
        own.message("Connection with password hunter2 refused");
        assertThat(pipeline.append(own, true)).isEqualTo(Outcome.OWN_LOGGER);
        own.threadName = "kafka-producer-network-thread | shop";
        assertThat(pipeline.append(own, true)).isEqualTo(Outcome.APPENDED);
        assertThat(counters.dropped(DropCause.OWN_LOGGER).sum()).isEqualTo(1);
        assertThat(status).anyMatch(line -> line.contains("logged: Connection with password *** refused"));
        assertBooksBalance(counters);
    }

    @Test
    void append_survivesWhatALayoutThrows() {
        Counters counters = open(config().encoder(new Throwing()));
        for (Throwable thrown :
                List.of(new IllegalStateException(), new StackOverflowError(), new ExceptionInInitializerError())) {
            assertThat(pipeline.append(event(Severity.INFO).thrown(thrown), false))
                    .isEqualTo(Outcome.ENCODE_FAILED);
        }
        assertThat(counters.dropped(DropCause.ENCODE_FAILED).sum()).isEqualTo(3);
        assertBooksBalance(counters);
    }

    @Test
    void append_refusesAfterCloseAndCountsIt() {
        Counters counters = open(config());
        pipeline.append(event(Severity.INFO), false);
        assertThat(pipeline.close(Duration.ofMillis(50))).isFalse();
        assertThat(pipeline.append(event(Severity.INFO), true)).isEqualTo(Outcome.CLOSED);
        assertThat(counters.leftAtStop()).isEqualTo(1);
        assertThat(counters.dropped(DropCause.CLOSED).sum()).isEqualTo(1);
        assertBooksBalance(counters);
        assertThat(status)
                .filteredOn(line -> line.startsWith("ERROR"))
                .singleElement()
                .asString()
                .contains("with 1 events");
    }

    @Test
    void close_keepsItsDeadlineAndTheInterrupt() {
        open(config());
        pipeline.append(event(Severity.INFO), false);
        Thread.currentThread().interrupt();
        long before = System.nanoTime();
        pipeline.close(Duration.ofMillis(300));
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(3));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void reconfigure_takesOverAnotherSizeAndDeclinesAnotherTopic() {
        Counters counters = open(config());
        pipeline.append(FakeEvent.of("one"), false);
        pipeline.reconfigure(config().journalBytes(2 << 20).topic("other").build());
        assertThat(pipeline.journalCapacityBytes()).isEqualTo(2 << 20);
        assertThat(pipeline.append(FakeEvent.of("two"), false)).isEqualTo(Outcome.APPENDED);
        assertBooksBalance(counters);
        assertThat(status).anyMatch(line -> line.contains("'topic' stays "));
    }

    @Test
    void reconfigure_twiceNeverLiftsTheRecordSizeAboveTheJournals() {
        Counters counters = open(config());
        for (int i = 0; i < 2; i++) {
            pipeline.reconfigure(
                    config().journalBytes(32 << 20).maxRecordBytes(1 << 20).build());
        }
        assertThat(pipeline.append(FakeEvent.of("x".repeat(900 << 10)), false)).isEqualTo(Outcome.APPENDED);
        assertBooksBalance(counters);
        assertThat(status)
                .filteredOn(line -> line.contains("'maxRecordBytes' stays 16384"))
                .hasSize(2);
    }

    @Test
    void append_survivesAStatusSinkThatThrows() {
        pipeline = LogPipeline.open(config().build(), (grade, line) -> {
            throw new IllegalStateException("sink");
        });
        Outcome outcome = Outcome.APPENDED;
        while (outcome == Outcome.APPENDED) {
            outcome = pipeline.append(event(Severity.ERROR), false);
        }
        assertThat(outcome).isEqualTo(Outcome.FULL);
    }

    @Test
    void append_refusesABodyThatCannotBeStamped() {
        open(config().encoder(new Empty()));
        assertThat(pipeline.append(event(Severity.INFO), false)).isEqualTo(Outcome.ENCODE_FAILED);
    }

    /** Says that it writes JSON objects and writes nothing. */
    private static final class Empty implements Encoder {
        @Override
        public void encode(EventView event, Worker worker, RecordBuffer out) {
            out.clear();
        }

        @Override
        public boolean stamped() {
            return true;
        }
    }

    @Test
    void toString_isShort() {
        open(config().producerProperty("ssl.keystore.password", "hunter2"));
        assertThat(pipeline.toString())
                .contains("Unit Test -> logs")
                .doesNotContain("hunter2")
                .hasSizeLessThan(200);
    }

    /** Throws what the event carries. */
    private static final class Throwing implements Encoder {
        @Override
        public void encode(EventView event, Worker worker, RecordBuffer out) throws Exception {
            if (event.thrown() instanceof Error error) {
                throw error;
            }
            throw (Exception) event.thrown();
        }

        @Override
        public boolean stamped() {
            return true;
        }
    }
}
