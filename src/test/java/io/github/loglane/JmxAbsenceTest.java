package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JVMs where JMX is absent, broken, or not begun: logging goes on, and one status line tells. */
class JmxAbsenceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String HIDDEN = "WARN loglane worker: its figures are not in JMX; expecting: an MBean server";

    private static List<String> run(WorkerConfig config, String waitFor) {
        try (WorkerProcess worker = config.start()) {
            worker.awaitLine(line -> line.startsWith("opened "), TIMEOUT);
            worker.awaitLine(line -> line.startsWith(waitFor), TIMEOUT);
            worker.send("close");
            assertThat(worker.awaitExit(TIMEOUT)).as(worker.errors()).isZero();
            List<String> lines = worker.lines();
            assertThat(lines).anyMatch(line -> line.startsWith("opened offered=3 appended=3 "));
            assertThat(lines).contains("closed, then CLOSED");
            return lines;
        }
    }

    /** Kafka's client itself cannot do without that module: nothing is shipped, and a line says so. Log4j needs java.desktop. */
    @Test
    void jvmWithoutTheModule_logsOn() {
        List<String> lines = run(
                WorkerProcess.of(JmxWorker.class)
                        .jvmArg("--limit-modules=java.base,java.desktop,java.naming,java.security.sasl"),
                "WARN loglane worker: no producer yet");
        assertThat(lines)
                .filteredOn(line -> line.startsWith(HIDDEN))
                .singleElement()
                .asString()
                .contains("javax/management");
    }

    @Test
    void serverThatCannotBeMade_isTold() {
        List<String> lines = run(
                WorkerProcess.of(JmxWorker.class).property("javax.management.builder.initial", "no.such.Builder"),
                HIDDEN);
        assertThat(lines)
                .filteredOn(line -> line.startsWith(HIDDEN))
                .singleElement()
                .asString()
                .contains("no.such.Builder");
    }

    @Test
    void jvmThatHasNoServerYet_getsOneWithoutTheCallersWaiting() {
        List<String> lines = run(WorkerProcess.of(JmxWatcher.class), "there: ");
        assertThat(lines)
                .contains(
                        "servers before: 0",
                        "there: io.github.loglane:type=Pipeline,name=\"worker/logs\" topic logs",
                        "gone")
                .noneMatch(line -> line.startsWith(HIDDEN));
    }
}
