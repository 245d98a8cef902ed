package io.github.loglane.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class IdlePauseProbeTest {

    @Test
    void idleThread_isPausedALittle() {
        try (IdlePauseProbe probe = new IdlePauseProbe()) {
            Awaitility.await().until(() -> probe.worst().toNanos() > 0);
            assertThat(probe.worst()).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void pausedJvm_isNoticed() throws Exception {
        try (WorkerProcess worker = WorkerProcess.of(Probing.class).start()) {
            worker.awaitLine("ready"::equals, Duration.ofSeconds(30));
            worker.pause();
            Thread.sleep(300); // the pause itself, not a wait for something
            worker.resume();
            worker.send("report");
            String report = worker.awaitLine(line -> line.startsWith("worst "), Duration.ofSeconds(30));
            assertThat(Duration.parse(report.substring(6))).isBetween(Duration.ofMillis(250), Duration.ofSeconds(20));
        }
    }

    /** Prints the worst pause when it is told to. */
    static final class Probing {
        private Probing() {}

        public static void main(String[] args) throws InterruptedException {
            try (IdlePauseProbe probe = new IdlePauseProbe()) {
                System.out.println("ready");
                String ignored = WorkerMain.nextLine();
                System.out.println("worst " + probe.worst());
            }
        }
    }
}
