package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.LevelPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class Log4jLevelsTest {

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private final List<String> events = new ArrayList<>();

    @AfterEach
    void clear() {
        ThreadContext.clearMap();
    }

    private LoggerContext start(String rootLevel) {
        return recorded(log4j.start(xml(rootLevel, "")));
    }

    private LoggerContext recorded(LoggerContext context) {
        Events appender = new Events(events);
        appender.start();
        context.getConfiguration().getRootLogger().addAppender(appender, null, null);
        return context;
    }

    /** As an application does by Log4j's Configurator, which finds no contexts but those of LogManager. */
    private static void setByTheApplication(LoggerContext context, String name, Level level) {
        LoggerConfig config = context.getConfiguration().getLoggerConfig(name);
        if (config.getName().equals(name)) {
            config.setLevel(level);
        } else {
            context.getConfiguration().addLogger(name, new LoggerConfig(name, level, true));
        }
        context.updateLoggers();
    }

    private static String xml(String rootLevel, String filter) {
        return "<Configuration>" + filter
                + "<Loggers><Logger name='set' level='warn'/><Logger name='bare'/><Root level='" + rootLevel
                + "'/></Loggers></Configuration>";
    }

    private void reload(LoggerContext context, String rootLevel) {
        log4j.reconfigure(context, xml(rootLevel, ""));
        recorded(context);
    }

    private static String levels(LoggerContext context) {
        return context.getLogger("set").getLevel() + " "
                + context.getLogger("set.sub").getLevel() + " "
                + context.getLogger("bare").getLevel() + " "
                + context.getLogger("new.sub").getLevel() + " "
                + context.getRootLogger().getLevel();
    }

    @Test
    void level_isSetAndTakenBack() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        for (String logger : List.of("set", "bare", "new", LevelPort.ROOT)) {
            levels.setLevel(logger, ConfLevel.DEBUG);
            levels.setLevel(logger, ConfLevel.INFO);
        }
        assertThat(levels(context)).isEqualTo("INFO INFO INFO INFO INFO");
        for (String logger : List.of("set", "bare", "new", LevelPort.ROOT)) {
            levels.setLevel(logger, null);
        }
        assertThat(levels(context)).isEqualTo("WARN WARN ERROR ERROR ERROR");
        assertThat(context.getConfiguration().getLoggers()).containsOnlyKeys("", "set", "bare");
    }

    @Test
    void reload_keepsWhatIsInForceAndFallsBackToTheNewFile() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.setLevel("new", ConfLevel.DEBUG);
        levels.setLevel(LevelPort.ROOT, ConfLevel.WARN);
        reload(context, "info");
        assertThat(levels(context)).isEqualTo("WARN WARN WARN DEBUG WARN");
        levels.setLevel("new", null);
        levels.setLevel(LevelPort.ROOT, null);
        assertThat(levels(context)).isEqualTo("WARN WARN INFO INFO INFO");
    }

    /** As an appender does it, whose start comes before the configuration is used. */
    @Test
    void reload_attachedBeforeItIsUsedFallsBackToTheNewFileToo() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.setLevel("new", ConfLevel.DEBUG);
        for (int i = 0; i < 3; i++) {
            log4j.reconfigure(
                    context,
                    xml("info", "")
                            .replace(
                                    "<Loggers>",
                                    "<Appenders><WorkerKafka name='Kafka' conf='true' "
                                            + "bootstrapServers='127.0.0.1:1' stopTimeoutMs='1'/></Appenders><Loggers>"));
            context.updateLoggers();
        }
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.DEBUG);
        levels.setLevel("new", null);
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.INFO);
        assertThat(context.getConfiguration().getLoggers()).containsOnlyKeys("", "set", "bare");
    }

    /** Log4j goes on with the old configuration then, and so do the levels. */
    @Test
    void reload_thatBreaksInItsStartChangesNothing() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.setLevel("new", ConfLevel.DEBUG);
        AtomicReference<Configuration> attached = new AtomicReference<>();
        Breaking breaking = new Breaking(() -> {
            levels.attach(attached.get());
            // as a change that comes in this moment
            levels.setLevel("set", ConfLevel.INFO);
        });
        attached.set(log4j.parse(context, xml("info", ""), breaking));
        assertThatThrownBy(() -> context.reconfigure(attached.get())).hasMessage("broken");
        assertThat(levels(context)).isEqualTo("INFO INFO ERROR DEBUG ERROR");
        levels.setLevel("bare", ConfLevel.WARN);
        levels.setLevel("new", null);
        levels.setLevel("set", null);
        assertThat(levels(context)).isEqualTo("WARN WARN WARN ERROR ERROR");
        reload(context, "info");
        assertThat(levels(context)).isEqualTo("WARN WARN WARN INFO INFO");
    }

    private static final class Breaking extends AbstractAppender {
        private final Runnable inStart;

        Breaking(Runnable inStart) {
            super("Breaking", null, null, true, Property.EMPTY_ARRAY);
            this.inStart = inStart;
        }

        @Override
        public void start() {
            inStart.run();
            throw new IllegalStateException("broken");
        }

        @Override
        public void append(LogEvent event) {
            throw new IllegalStateException("never started");
        }
    }

    @Test
    void levelOfConf_afterOneOfTheApplicationWinsAndGivesItBack() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.setLevel("new", ConfLevel.DEBUG);
        setByTheApplication(context, "new", Level.INFO);
        levels.setLevel("new", ConfLevel.TRACE);
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.TRACE);
        levels.setLevel("new", null);
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.INFO);
        levels.setLevel("new", ConfLevel.DEBUG);
        reload(context, "warn");
        levels.setLevel("new", null);
        assertThat(context.getLogger("new").getLevel())
                .as("a reload forgets what the application set, as always in Log4j")
                .isEqualTo(Level.WARN);
    }

    /** As many as a process takes from a topic. */
    @Test
    void manyLevels_areSetAndTakenBack() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        for (int i = 0; i < 5_000; i++) {
            levels.setLevel("many.l" + i, ConfLevel.INFO);
        }
        assertThat(context.getLogger("many.l4999.sub").getLevel()).isEqualTo(Level.INFO);
        for (int i = 0; i < 5_000; i++) {
            levels.setLevel("many.l" + i, null);
        }
        assertThat(context.getConfiguration().getLoggers()).containsOnlyKeys("", "set", "bare");
    }

    @Test
    void workersThatAreNamedByAnotherKey_haveTheirLevelsByIt() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.workerContextKey("worker");
        levels.setWorkerLevel("7", "a", ConfLevel.DEBUG);
        levels.workerContextKey("tenant");
        ThreadContext.put("worker", "7");
        context.getLogger("a").debug("by the old key");
        ThreadContext.put("tenant", "7");
        context.getLogger("a").debug("by the new key");
        assertThat(events).containsExactly("by the new key");
    }

    @Test
    void levelOfTheApplication_isBroughtBack() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        setByTheApplication(context, "new", Level.INFO);
        levels.setLevel("new", ConfLevel.DEBUG);
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.DEBUG);
        levels.setLevel("new", null);
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void levelThatTheApplicationSetsMeanwhile_winsAndStays() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.setLevel("new", ConfLevel.DEBUG);
        setByTheApplication(context, "new", Level.INFO);
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.INFO);
        levels.setLevel("new", null);
        assertThat(context.getLogger("new").getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void levelOfOneWorker_isForItsEventsOnly() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.workerContextKey("worker");
        levels.setWorkerLevel("7", "com.acme", ConfLevel.DEBUG);
        levels.setWorkerLevel("8", LevelPort.ROOT, ConfLevel.OFF);
        for (String worker : List.of("7", "007", "8", "9")) {
            ThreadContext.put("worker", worker);
            context.getLogger("com.acme.Shop").debug("{} acme", worker);
            context.getLogger("other").debug("{} other", worker);
            context.getLogger("other").error("{} error", worker);
            context.getLogger("set").info("{} set", worker);
        }
        assertThat(events).containsExactly("7 acme", "7 error", "007 acme", "007 error", "9 error");
        levels.setWorkerLevel("7", "com.acme", null);
        levels.setWorkerLevel("8", LevelPort.ROOT, null);
        assertThat(context.getConfiguration().getFilter()).isNull();
    }

    @Test
    void levelOfOneWorker_yieldsToNearerLoggersOfTheFileAndLivesOverAReload() {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.workerContextKey("worker");
        levels.setWorkerLevel("7", LevelPort.ROOT, ConfLevel.DEBUG);
        reload(context, "error");
        ThreadContext.put("worker", "7");
        context.getLogger("set.sub").debug("hidden by the file");
        context.getLogger("bare.sub").debug("bare");
        levels.setWorkerLevel("7", "set", ConfLevel.DEBUG);
        context.getLogger("set.sub").debug("set");
        assertThat(events).containsExactly("bare", "set");
    }

    @Test
    void levelOfOneThread_isForItsEventsOnly() throws InterruptedException {
        LoggerContext context = start("error");
        Log4jLevels levels = Log4jLevels.of(context);
        levels.setWorkerLevel(Long.toString(Thread.currentThread().getId()), "a", ConfLevel.DEBUG);
        context.getLogger("a").debug("mine");
        Thread other = new Thread(() -> context.getLogger("a").debug("another's"));
        other.start();
        other.join();
        assertThat(events).containsExactly("mine");
    }

    @Test
    void filtersOfTheFile_haveTheFirstWord() {
        String filter = "<ThreadContextMapFilter onMatch='DENY' onMismatch='NEUTRAL'>"
                + "<KeyValuePair key='quiet' value='yes'/></ThreadContextMapFilter>";
        LoggerContext context = recorded(log4j.start(xml("error", filter)));
        Log4jLevels levels = Log4jLevels.of(context);
        levels.workerContextKey("worker");
        levels.setWorkerLevel("7", "a", ConfLevel.DEBUG);
        ThreadContext.put("worker", "7");
        context.getLogger("a").debug("loud");
        ThreadContext.put("quiet", "yes");
        context.getLogger("a").debug("quiet");
        assertThat(events).containsExactly("loud");
        levels.setWorkerLevel("7", "a", null);
        assertThat(context.getConfiguration().getFilter()).isNotNull();
    }

    private static final class Events extends AbstractAppender {
        private final List<String> events;

        Events(List<String> events) {
            super("Events", null, null, true, Property.EMPTY_ARRAY);
            this.events = events;
        }

        @Override
        public void append(LogEvent event) {
            events.add(event.getMessage().getFormattedMessage());
        }
    }
}
