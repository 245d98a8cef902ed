package io.github.loglane.logback;

import static io.github.loglane.logback.LogbackContexts.kafka;
import static io.github.loglane.logback.LogbackContexts.root;
import static io.github.loglane.logback.LogbackContexts.xml;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No event is lost without a count, whoever logs it, and no filter is passed by. */
class LogbackAppendTest {

    private static final String KAFKA =
            "<bootstrapServers>127.0.0.1:1</bootstrapServers><stopTimeoutMs>1</stopTimeoutMs>";
    private static final String ONLY_WARN =
            "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level>WARN</level></filter>";

    @RegisterExtension
    final LogbackContexts logback = new LogbackContexts();

    private static Counters counters(LoggerContext context) {
        return kafka(context).shared.pipeline.counters();
    }

    /** Logs when it is asked for its text. */
    private record Talkative(LoggerContext context) {
        @Override
        public String toString() {
            context.getLogger("inner").info("asked for its text");
            return "talkative";
        }
    }

    /** Logs itself when it is asked for its text. */
    private record Endless(LoggerContext context) {
        @Override
        public String toString() {
            context.getLogger("inner").info("again {}", this);
            return "endless";
        }
    }

    @Test
    void eventOfAnArgument_isJournaledToo() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        context.getLogger("outer").info("an argument {}", new Talkative(context));
        assertThat(counters(context).appended().sum()).isEqualTo(2);
    }

    @Test
    void eventOfAPair_isJournaledToo() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        context.getLogger("outer")
                .atInfo()
                .addKeyValue("pair", new Talkative(context))
                .log("a pair");
        assertThat(counters(context).offered().sum()).isGreaterThanOrEqualTo(2);
        assertThat(counters(context).appended().sum())
                .isEqualTo(counters(context).offered().sum());
    }

    @Test
    void argumentThatLogsItself_isCountedAndEnds() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        context.getLogger("outer").info("an argument {}", new Endless(context));
        Counters counters = counters(context);
        assertThat(counters.dropped(DropCause.ENCODE_FAILED).sum()).isEqualTo(1);
        assertThat(counters.appended().sum()).isPositive();
        assertThat(counters.offered().sum()).isEqualTo(counters.appended().sum() + 1);
    }

    /** Logs each event that it is to encode. Of a class that has a name, for configuration files. */
    public static final class Chatty extends EncoderBase<ILoggingEvent> {
        /** For Logback. */
        public Chatty() {
            // nothing is held
        }

        @Override
        public byte[] headerBytes() {
            return null;
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            ((LoggerContext) getContext()).getLogger("encoder").info("encodes {}", event.getMessage());
            return event.getMessage().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return null;
        }
    }

    @Test
    void encoderThatLogsWhatItEncodes_isCountedAndEnds() {
        LoggerContext context = logback.start(xml("ALL", KAFKA + "<encoder class='" + Chatty.class.getName() + "'/>"));
        Counters counters = counters(context);
        context.getLogger("outer").info("hello");
        assertThat(counters.dropped(DropCause.ENCODE_FAILED).sum()).isEqualTo(1);
        assertThat(counters.appended().sum()).isEqualTo(4);
        assertThat(counters.offered().sum()).isEqualTo(5);
    }

    @Test
    void lateEvent_isFilteredToo() {
        LoggerContext context = logback.start(xml("ALL", KAFKA + ONLY_WARN));
        WorkerKafkaAppender old = kafka(context);
        logback.reconfigure(context, xml("ALL", KAFKA + ONLY_WARN));
        for (Level level : List.of(Level.INFO, Level.WARN)) {
            old.doAppend(new LoggingEvent("", root(context), level, "late", null, null));
        }
        assertThat(counters(context).offered().sum()).isEqualTo(1);
    }

    /** Of a class that has a name, for configuration files. */
    public static final class Broken extends Filter<ILoggingEvent> {
        /** For Logback. */
        public Broken() {
            // nothing is held
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void filterThatThrows_losesNothingAndIsOneWarning() {
        LoggerContext context = logback.start(xml("ALL", KAFKA + "<filter class='" + Broken.class.getName() + "'/>"));
        context.getLogger("app").info("one");
        context.getLogger("app").info("two");
        assertThat(counters(context).appended().sum()).isEqualTo(2);
        assertThat(logback.errors()).isEmpty();
        assertThat(logback.warnings())
                .filteredOn(line -> line.contains("a filter failed"))
                .hasSize(1);
    }
}
