package io.github.loglane.logback;

import static io.github.loglane.logback.LogbackContexts.kafka;
import static io.github.loglane.logback.LogbackContexts.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.CoreConstants;
import io.github.loglane.LogPipeline;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.status.DropCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of journals and levels when Logback reads its file again, and where it does not stop by itself. */
class LogbackReconfigurationTest {

    private static final String KAFKA =
            "<bootstrapServers>127.0.0.1:1</bootstrapServers><stopTimeoutMs>1</stopTimeoutMs>";
    private static final String OTHER_FILE = "<configuration><root level='WARN'/></configuration>";

    @RegisterExtension
    final LogbackContexts logback = new LogbackContexts();

    @Test
    void pipeline_goesOnUnderItsSuccessor() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        context.getLogger("app").info("before");
        WorkerKafkaAppender old = kafka(context);
        logback.reconfigure(context, xml("ALL", KAFKA + "<maxWaitMs>5</maxWaitMs>"));
        context.getLogger("app").info("after");
        assertThat(kafka(context)).isNotSameAs(old);
        assertThat(kafka(context).shared.pipeline).isSameAs(pipeline);
        assertThat(pipeline.counters().appended().sum()).isEqualTo(2);
        assertThat(pipeline.isClosed()).isFalse();
        context.stop();
        assertThat(pipeline.isClosed()).isTrue();
        assertThat(pipeline.counters().dropped(DropCause.CLOSED).sum()).isZero();
    }

    @Test
    void pipelineWithoutSuccessor_isClosed() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        logback.reconfigure(context, OTHER_FILE);
        await().atMost(Duration.ofSeconds(30)).until(pipeline::isClosed);
    }

    @Test
    void anotherTopic_isAnotherPipeline() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        logback.reconfigure(context, xml("ALL", KAFKA + "<topic>audit</topic>"));
        assertThat(kafka(context).shared.pipeline).isNotSameAs(pipeline);
        await().atMost(Duration.ofSeconds(30)).until(pipeline::isClosed);
    }

    @Test
    void appenderThatIsStopped_drainsAtOnce() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        WorkerKafkaAppender appender = kafka(context);
        appender.stop();
        assertThat(appender.shared.pipeline.isClosed()).isTrue();
    }

    private static LogbackLevels levels(LoggerContext context) {
        return ContextPipelines.of(context).levels;
    }

    private static Level of(LoggerContext context, String logger) {
        return context.getLogger(logger).getLevel();
    }

    @Test
    void levels_goOnAndHideWhatTheNewFileSays() {
        LoggerContext context = logback.start(xml("INFO", KAFKA, "<logger name='a' level='WARN'/>"));
        levels(context).setLevel("a", ConfLevel.DEBUG);
        levels(context).setLevel("b", ConfLevel.ERROR);
        levels(context).setLevel("ROOT", ConfLevel.ERROR);
        logback.reconfigure(context, xml("DEBUG", KAFKA, "<logger name='a' level='ERROR'/>"));
        assertThat(of(context, "a")).isEqualTo(Level.DEBUG);
        assertThat(of(context, "b")).isEqualTo(Level.ERROR);
        assertThat(of(context, "ROOT")).isEqualTo(Level.ERROR);
        levels(context).setLevel("a", null);
        levels(context).setLevel("b", null);
        levels(context).setLevel("ROOT", null);
        assertThat(of(context, "a")).isEqualTo(Level.ERROR);
        assertThat(of(context, "b")).isNull();
        assertThat(of(context, "ROOT")).isEqualTo(Level.DEBUG);
    }

    /** Logback tells of no change where the file says what is in force. */
    @Test
    void levelThatTheNewFileHasToo_staysWhenOursEnds() {
        LoggerContext context = logback.start(xml("INFO", KAFKA));
        levels(context).setLevel("a", ConfLevel.WARN);
        logback.reconfigure(context, xml("INFO", KAFKA, "<logger name='a' level='WARN'/>"));
        levels(context).setLevel("a", null);
        assertThat(of(context, "a")).isEqualTo(Level.WARN);
    }

    @Test
    void levelThatTheApplicationSet_isKept() {
        LoggerContext context = logback.start(xml("INFO", KAFKA));
        levels(context).setLevel("a", ConfLevel.WARN);
        context.getLogger("a").setLevel(Level.TRACE);
        levels(context).setLevel("a", null);
        assertThat(of(context, "a")).isEqualTo(Level.TRACE);
    }

    @Test
    void fatal_letsNothingThrough() {
        LoggerContext context = logback.start(xml("INFO", KAFKA));
        levels(context).setLevel("a", ConfLevel.FATAL);
        assertThat(of(context, "a")).isEqualTo(Level.OFF);
    }

    @Test
    void levelOfOneWorker_isThatOfItsMdcAndOutlivesTheFile() {
        LoggerContext context = logback.start(xml(
                "INFO",
                KAFKA + "<workerId>%X{worker}</workerId><conf>true</conf>",
                "<logger name='a' level='ERROR'/>"));
        levels(context).setWorkerLevel("7", "ROOT", ConfLevel.DEBUG);
        levels(context).setWorkerLevel("7", "a.b", ConfLevel.TRACE);
        context.getMDCAdapter().put("worker", "007");
        try {
            assertThat(context.getLogger("x").isDebugEnabled()).isTrue();
            assertThat(context.getLogger("a").isDebugEnabled())
                    .as("the file's is nearer")
                    .isFalse();
            assertThat(context.getLogger("a.b.c").isTraceEnabled()).isTrue();
            logback.reconfigure(context, xml("INFO", KAFKA + "<workerId>%X{worker}</workerId><conf>true</conf>"));
            assertThat(context.getLogger("x").isDebugEnabled()).isTrue();
            context.getMDCAdapter().put("worker", "8");
            assertThat(context.getLogger("x").isDebugEnabled()).isFalse();
            context.getMDCAdapter().put("worker", "7");
            levels(context).setWorkerLevel("7", "ROOT", null);
            levels(context).setWorkerLevel("7", "a.b", null);
            assertThat(context.getLogger("x").isDebugEnabled()).isFalse();
            assertThat(context.getTurboFilterList()).isEmpty();
        } finally {
            context.getMDCAdapter().remove("worker");
        }
    }

    @Test
    void levelOfOneWorker_countsForNestedClasses() {
        LoggerContext context = logback.start(xml("INFO", KAFKA + "<workerId>%X{worker}</workerId><conf>true</conf>"));
        levels(context).setWorkerLevel("7", "shop.Orders", ConfLevel.DEBUG);
        context.getMDCAdapter().put("worker", "7");
        assertThat(context.getLogger("shop.Orders$Line").isDebugEnabled()).isTrue();
        assertThat(context.getLogger("shop.OrdersOther").isDebugEnabled()).isFalse();
    }

    /** What goes to java.util.logging hears of each change, and keeps the last. */
    @Test
    void levelThatOthersHearOf_isOursAfterAReconfigurationToo() {
        java.util.logging.Logger jul = java.util.logging.Logger.getLogger("loglane.test.jul");
        String propagator = "<contextListener class='ch.qos.logback.classic.jul.LevelChangePropagator'/>";
        LoggerContext context = logback.start(xml("INFO", KAFKA, propagator));
        levels(context).setLevel("loglane.test.jul", ConfLevel.DEBUG);
        assertThat(jul.getLevel()).isEqualTo(java.util.logging.Level.FINE);
        logback.reconfigure(context, xml("INFO", KAFKA, propagator, "<logger name='loglane.test.jul' level='ERROR'/>"));
        assertThat(of(context, "loglane.test.jul")).isEqualTo(Level.DEBUG);
        assertThat(jul.getLevel()).isEqualTo(java.util.logging.Level.FINE);
    }

    /** A configuration by program gives no sign of its end but the start. */
    @Test
    void levelThatTheApplicationSetsAfterTheStart_isKept() {
        LoggerContext context = logback.start(xml("INFO", KAFKA));
        levels(context).setLevel("a", ConfLevel.WARN);
        context.reset();
        context.start();
        context.getLogger("a").setLevel(Level.TRACE);
        assertThat(of(context, "a")).isEqualTo(Level.TRACE);
    }

    @Test
    void fileThatIsScanned_keepsPipelineAndLevels(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("scanned.xml");
        Files.writeString(file, scanned("INFO"));
        LoggerContext context = logback.start(OTHER_FILE);
        logback.reconfigure(context, file);
        LogPipeline pipeline = kafka(context).shared.pipeline;
        levels(context).setLevel("a", ConfLevel.WARN);
        context.getLogger("app").info("before");
        Files.writeString(file, scanned("DEBUG"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> of(context, "ROOT") == Level.DEBUG && kafka(context) != null);
        context.getLogger("app").info("after");
        assertThat(kafka(context).shared.pipeline).isSameAs(pipeline);
        assertThat(pipeline.counters().appended().sum()).isEqualTo(2);
        assertThat(of(context, "a")).isEqualTo(Level.WARN);
    }

    /** Logback falls back to the file's last sound content. */
    @ParameterizedTest
    @ValueSource(strings = {"<configuration><root level='DEBUG'>", ""})
    void fileThatIsBroken_keepsPipelineAndLevelsAndIsOver(String broken, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("scanned.xml");
        Files.writeString(file, scanned("INFO"));
        LoggerContext context = logback.start(OTHER_FILE);
        logback.reconfigure(context, file);
        WorkerKafkaAppender first = kafka(context);
        LogPipeline pipeline = first.shared.pipeline;
        levels(context).setLevel("a", ConfLevel.WARN);
        Files.writeString(file, broken);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        await().atMost(Duration.ofSeconds(60)).until(() -> kafka(context) != null && kafka(context) != first);
        context.getLogger("app").info("after");
        assertThat(kafka(context).shared.pipeline).isSameAs(pipeline);
        assertThat(of(context, "a")).isEqualTo(Level.WARN);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            context.getLogger("a").setLevel(Level.TRACE);
            return of(context, "a") == Level.TRACE;
        });
    }

    /** Then nothing tells that the reading is over. */
    @Test
    void fileThatIsBrokenWithNothingToFallBackOn_leavesLevelsToTheApplication(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("scanned.xml");
        Files.writeString(file, scanned("INFO"));
        LoggerContext context = logback.start(OTHER_FILE);
        logback.reconfigure(context, file);
        levels(context).setLevel("a", ConfLevel.WARN);
        context.removeObject(CoreConstants.SAFE_JORAN_CONFIGURATION);
        Files.writeString(file, "<configuration");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        await().atMost(Duration.ofSeconds(60)).until(() -> kafka(context) == null);
        context.getLogger("a").setLevel(Level.TRACE);
        assertThat(of(context, "a")).isEqualTo(Level.TRACE);
        levels(context).setLevel("a", ConfLevel.ERROR);
        assertThat(of(context, "a")).isEqualTo(Level.ERROR);
        context.getLogger("a").setLevel(Level.TRACE);
        assertThat(of(context, "a")).isEqualTo(Level.TRACE);
    }

    private static String scanned(String level) {
        return xml(level, KAFKA).replace("<configuration>", "<configuration scan='true' scanPeriod='50 milliseconds'>");
    }

    @Test
    void pipelineBehindAsyncAppender_goesOnToo() {
        String file = "<configuration><appender name='Kafka' class='" + WorkerKafkaAppender.class.getName() + "'>"
                + KAFKA + "</appender><appender name='Async' class='" + AsyncAppender.class.getName()
                + "'><appender-ref ref='Kafka'/></appender>"
                + "<root level='ALL'><appender-ref ref='Async'/></root></configuration>";
        LoggerContext context = logback.start(file);
        LogPipeline pipeline = behindAsync(context);
        context.getLogger("app").info("before");
        logback.reconfigure(context, file);
        context.getLogger("app").info("after");
        assertThat(behindAsync(context)).isSameAs(pipeline);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pipeline.counters().appended().sum() == 2);
        context.stop();
        assertThat(pipeline.isClosed()).isTrue();
    }

    private static LogPipeline behindAsync(LoggerContext context) {
        AsyncAppender async = (AsyncAppender) LogbackContexts.root(context).getAppender("Async");
        return ((WorkerKafkaAppender) async.getAppender("Kafka")).shared.pipeline;
    }
}
