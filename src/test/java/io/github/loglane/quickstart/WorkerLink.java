package io.github.loglane.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The stage's end of the pipe to a {@link Worker}. Its lines that are no figures go to the screen. */
final class WorkerLink {

    private static final String CONFIGURATION = "classpath:io/github/loglane/quickstart/log4j2.xml";

    /** Time and thread, whose name may have spaces. */
    private static final Pattern LOG4J_PREFIX = Pattern.compile("^\\S+Z .*? (?=WARN |ERROR )");

    private final int id;
    private final Screen screen;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Figures> done = new CompletableFuture<>();
    private volatile Figures figures = new Figures(0, List.of());

    /** @param loggedByDesk log calls of each desk */
    record Figures(long longestNanos, List<Integer> loggedByDesk) {

        static Figures parse(String line) {
            long[] numbers = Stream.of(line.split(" ", -1))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Figures(
                    numbers[0],
                    LongStream.of(numbers).skip(1).mapToObj(Math::toIntExact).toList());
        }

        int logged() {
            return loggedByDesk.stream().mapToInt(Integer::intValue).sum();
        }
    }

    WorkerLink(int id, Plan plan, String bootstrapServers, Path temporary, Screen screen) throws IOException {
        this.id = id;
        this.screen = screen;
        List<String> command =
                Jvm.command(temporary, "128m", List.of("-Dlog4j2.configurationFile=" + CONFIGURATION), Worker.class);
        command.addAll(List.of(Integer.toString(plan.desks()), Integer.toString(plan.rate())));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("WORKER_ID", Integer.toString(id));
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        process = builder.start();
        Thread reader = new Thread(this::read, "worker-" + id);
        reader.setDaemon(true);
        reader.start();
    }

    int id() {
        return id;
    }

    /** What the worker said last, at most a quarter of a second ago. */
    Figures figures() {
        return figures;
    }

    void awaitReady(Duration timeout) throws Exception {
        await(ready, "its first log calls", timeout);
    }

    void tell(String what) throws IOException {
        process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** The last figures, of a worker that has ended well. */
    Figures awaitDone(Duration timeout) throws Exception {
        Figures last = await(done, "its end", timeout);
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("worker " + id + " did not end well");
        }
        return last;
    }

    private <T> T await(CompletableFuture<T> what, String expected, Duration timeout) throws Exception {
        try {
            return what.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "expecting: " + expected + ", found: worker " + id + " silent for " + timeout, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("expecting: " + expected + ", found: worker " + id + " has ended", e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
        } catch (IOException e) {
            // as good as the end
        }
        EndOfOutput end = new EndOfOutput();
        ready.completeExceptionally(end);
        done.completeExceptionally(end);
    }

    private void take(String line) {
        if (line.startsWith(Worker.PROGRESS)) {
            figures = Figures.parse(line);
            ready.complete(null);
        } else if (line.startsWith(Worker.DONE)) {
            figures = Figures.parse(line);
            done.complete(figures);
        } else {
            screen.say(
                    Screen.Style.ODD,
                    "worker " + id + " says: " + LOG4J_PREFIX.matcher(line).replaceFirst(""));
        }
    }

    private static final class EndOfOutput extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
