package io.github.loglane.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkerProcessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void worker_hasItsSettingsAndEndsWithItsStatus() {
        try (WorkerProcess worker = WorkerProcess.of(Echo.class, "7")
                .property("some.property", "p")
                .env("SOME_ENV", "e")
                .start()) {
            worker.send("hello");
            worker.send("exit");
            assertThat(worker.awaitExit(TIMEOUT)).isEqualTo(7);
            assertThat(worker.lines()).containsExactly("p e", "hello");
            assertThat(worker.errors()).contains("bye");
        }
    }

    @Test
    void killedWorker_leavesItsCompleteLines() {
        try (WorkerProcess worker = WorkerProcess.of(Counter.class).start()) {
            String line = worker.awaitLine(l -> l.length() > 4, TIMEOUT);
            worker.kill();
            assertThat(worker.isAlive()).isFalse();
            List<String> lines = worker.lines();
            assertThat(lines).contains(line);
            assertThat(lines.get(lines.size() - 1)).isEqualTo(Integer.toString(lines.size()));
        }
    }

    @Test
    void endedWorker_failsTheWaitForALineAtOnce() {
        try (WorkerProcess worker = WorkerProcess.of(Echo.class, "0").start()) {
            worker.send("exit");
            assertThatThrownBy(() -> worker.awaitLine("never"::equals, Duration.ofHours(1)))
                    .hasMessageContaining("has ended")
                    .hasMessageContaining("bye");
        }
    }

    @Test
    void jarsCanBeLeftOut() {
        try (WorkerProcess worker = WorkerProcess.of(Finder.class, "org.assertj.core.api.Assertions")
                .withoutJars("assertj-core")
                .start()) {
            assertThat(worker.awaitExit(TIMEOUT)).isZero();
            assertThat(worker.lines()).containsExactly("absent");
        }
    }

    @Test
    void killedParent_takesItsWorkersAlong() {
        try (WorkerProcess parent = WorkerProcess.of(Parent.class).start()) {
            List<ProcessHandle> children = parent.awaitLine(line -> line.startsWith("children"), TIMEOUT)
                    .transform(line -> List.of(line.split(" ")).stream()
                            .skip(1)
                            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                            .toList());
            assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);
            parent.kill();
            Awaitility.await().atMost(TIMEOUT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /** Prints what it is told and ends as its argument says. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println(System.getProperty("some.property") + " " + System.getenv("SOME_ENV"));
            for (String line = WorkerMain.nextLine(); !line.equals("exit"); line = WorkerMain.nextLine()) {
                System.out.println(line);
            }
            System.err.println("bye");
            System.exit(Integer.parseInt(args[0]));
        }
    }

    /** Counts until it is killed. */
    static final class Counter {
        private Counter() {}

        public static void main(String[] args) {
            for (int i = 1; i > 0; i++) {
                System.out.println(i);
            }
        }
    }

    /** Looks for a class. */
    static final class Finder {
        private Finder() {}

        public static void main(String[] args) {
            try {
                System.out.println("present " + Class.forName(args[0]));
            } catch (ClassNotFoundException e) {
                System.out.println("absent");
            }
        }
    }

    /** Has two workers of its own, one of them paused. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            try (WorkerProcess running = WorkerProcess.of(Echo.class, "0").start();
                    WorkerProcess paused = WorkerProcess.of(Echo.class, "0").start()) {
                paused.awaitLine(line -> true, TIMEOUT);
                paused.pause();
                System.out.println("children " + running.pid() + " " + paused.pid());
                String ignored = WorkerMain.nextLine();
            }
        }
    }
}
