package io.github.loglane.logback;

import static io.github.loglane.logback.LogbackContexts.kafka;
import static io.github.loglane.logback.LogbackContexts.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.github.loglane.LogPipeline;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a pipeline where Spring Boot takes a context over, and who ends it. */
class LogbackSpringTest {

    private static final String KAFKA =
            "<bootstrapServers>127.0.0.1:1</bootstrapServers><stopTimeoutMs>1</stopTimeoutMs>";
    private static final String OTHER_FILE = "<configuration><root level='WARN'/></configuration>";
    private static final String MARK = "org.springframework.boot.logging.LoggingSystem";
    private static final String REGISTERS_HOOK = "logging.register-shutdown-hook";

    @RegisterExtension
    final LogbackContexts logback = new LogbackContexts();

    private static boolean isStoppedElsewhere(LoggerContext context) {
        return ContextPipelines.of(context).isStoppedElsewhere();
    }

    /** A file named logback.xml: SLF4J has read it, and Spring Boot reads it again. */
    @Test
    void pipelineOfTheFirstReading_goesOnUnderSpring() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        ContextPipelines.of(context).levels.setLevel("a", ConfLevel.WARN);
        context.getLogger("app").info("before");
        LogbackLoggingSystem.initialize(logback, context, xml("ALL", KAFKA, "<logger name='a' level='ERROR'/>"));
        context.getLogger("app").info("after");
        assertThat(kafka(context).shared.pipeline).isSameAs(pipeline);
        assertThat(pipeline.isClosed()).isFalse();
        assertThat(pipeline.counters().appended().sum()).isEqualTo(2);
        assertThat(context.getLogger("a").getLevel()).isEqualTo(Level.WARN);
        ContextPipelines.of(context).levels.setLevel("a", null);
        assertThat(context.getLogger("a").getLevel()).isEqualTo(Level.ERROR);
        logback.reconfigure(context, xml("ALL", KAFKA));
        assertThat(kafka(context).shared.pipeline).isSameAs(pipeline);
        context.stop();
        assertThat(pipeline.isClosed()).isTrue();
    }

    /** What Spring Boot does without a file of its own: a reset more. */
    @Test
    void pipelineAfterTwoResets_goesOn() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        context.reset();
        LogbackLoggingSystem.initialize(logback, context, xml("ALL", KAFKA));
        assertThat(kafka(context).shared.pipeline).isSameAs(pipeline);
        assertThat(pipeline.isClosed()).isFalse();
    }

    @Test
    void pipelineThatSpringsFileHasNot_isDrained() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        LogbackLoggingSystem.initialize(logback, context, OTHER_FILE);
        assertThat(pipeline.isClosed()).isFalse();
        await().atMost(Duration.ofSeconds(30)).until(pipeline::isClosed);
    }

    @Test
    void pipelineThatSpringsFileHasNot_isDrainedByStopToo() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        LogbackLoggingSystem.initialize(logback, context, OTHER_FILE);
        context.stop();
        assertThat(pipeline.isClosed()).isTrue();
    }

    @Test
    void stopOfAnother_drains() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        LogPipeline pipeline = kafka(context).shared.pipeline;
        context.putObject(MARK, new Object());
        context.stop();
        context.reset();
        assertThat(pipeline.isClosed()).isTrue();
    }

    @Test
    void contextOfNobody_isStoppedByOurHook() {
        assertThat(isStoppedElsewhere(logback.start(xml("ALL", KAFKA)))).isFalse();
    }

    /** A reset takes the mark away, and Spring Boot sets it only once. */
    @Test
    void markedContext_isSpringsAfterAResetToo() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        context.putObject(MARK, new Object());
        assertThat(isStoppedElsewhere(context)).isTrue();
        logback.reconfigure(context, xml("ALL", KAFKA));
        assertThat(context.getObject(MARK)).isNull();
        assertThat(isStoppedElsewhere(context)).isTrue();
    }

    /** The mark goes too when Spring closes its application before the JVM ends. */
    @Test
    void contextThatSpringConfigured_isSpringsWithoutAMark() {
        LoggerContext context = logback.start(OTHER_FILE);
        LogbackLoggingSystem.initialize(logback, context, xml("ALL", KAFKA));
        context.removeObject(MARK);
        assertThat(isStoppedElsewhere(context)).isTrue();
    }

    @Test
    void springWithoutItsHook_leavesTheEndToOurs() {
        LoggerContext context = logback.start(xml("ALL", KAFKA));
        context.putObject(MARK, new Object());
        System.setProperty(REGISTERS_HOOK, "false");
        try {
            assertThat(isStoppedElsewhere(context)).isFalse();
        } finally {
            System.clearProperty(REGISTERS_HOOK);
        }
        assertThat(isStoppedElsewhere(context)).isTrue();
    }

    /** As Spring Boot binds it: the first name is the documented one for a variable, the second one works too. */
    @ParameterizedTest
    @CsvSource({
        "LOGGING_REGISTERSHUTDOWNHOOK, false, false",
        "LOGGING_REGISTER_SHUTDOWN_HOOK, FALSE, false",
        "LOGGING_REGISTER_SHUTDOWN_HOOK, ' off ', false",
        "LOGGING_REGISTER_SHUTDOWN_HOOK, no, false",
        "LOGGING_REGISTER_SHUTDOWN_HOOK, 0, false",
        "LOGGING_REGISTER_SHUTDOWN_HOOK, true, true",
        "LOGGING_REGISTER_SHUTDOWN_HOOK, '', true",
        "LOGGING_REGISTER, false, true",
    })
    void variable_isReadAsSpringBootDoes(String name, String value, boolean registers) {
        assertThat(SpringBoot.registersHook(Map.of(), Map.of(name, value))).isEqualTo(registers);
    }

    @ParameterizedTest
    @ValueSource(strings = {REGISTERS_HOOK, "logging.registerShutdownHook", "logging.register_shutdown_hook"})
    void property_comesBeforeAVariable(String name) {
        Map<String, String> no = Map.of("LOGGING_REGISTER_SHUTDOWN_HOOK", "false");
        assertThat(SpringBoot.registersHook(Map.of(name, "true"), no)).isTrue();
        assertThat(SpringBoot.registersHook(Map.of(name, "false"), Map.of())).isFalse();
        assertThat(SpringBoot.registersHook(Map.of("logging.file", 1), no)).isFalse();
    }

    @Test
    void variableOfTheProcess_isRead() {
        try (WorkerProcess teller = WorkerProcess.of(Teller.class)
                .logback()
                .env("LOGGING_REGISTERSHUTDOWNHOOK", "false")
                .start()) {
            assertThat(teller.awaitExit(Duration.ofSeconds(60)))
                    .as(teller.errors())
                    .isZero();
            assertThat(teller.lines()).containsExactly("stopped by Spring: false");
        }
    }

    /** Prints whether a context that Spring Boot has marked is left to it. */
    static final class Teller {
        private Teller() {}

        public static void main(String[] args) {
            LoggerContext context = new LoggerContext();
            context.putObject(MARK, new Object());
            System.out.println("stopped by Spring: " + new SpringBoot().stops(context));
        }
    }

    @Test
    void shutdownHookOfLogback_isInForceWhileTheFileHasIt() {
        LoggerContext context = logback.start(xml("ALL", KAFKA, "<shutdownHook/>"));
        assertThat(isStoppedElsewhere(context)).isTrue();
        logback.reconfigure(context, xml("ALL", KAFKA));
        assertThat(isStoppedElsewhere(context)).isFalse();
    }
}
