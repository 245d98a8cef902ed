package io.github.loglane.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A process with the four signals that tests need. Its standard input stays open for as long as this JVM lives, and
 * the process is expected to end when that input does; also while it is paused, since the pause ends then too.
 *
 * <p>One thread at a time.
 */
final class ChildProcess {

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private Process pause;

    ChildProcess(ProcessBuilder command) {
        try {
            process = command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Writes a line to its standard input. */
    void send(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** SIGKILL, also to a paused process; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        if (awaitExit(KILL_TIMEOUT).isEmpty()) {
            throw new IllegalStateException("process " + pid() + " survived SIGKILL");
        }
        if (pause != null) { // must not send its CONT: the pid may be another's by then
            pause.destroyForcibly();
            pause = null;
        }
    }

    /** SIGTERM; the exit status, or empty if the process is still there at the deadline. */
    OptionalInt stop(Duration timeout) {
        process.toHandle().destroy(); // Process.destroy() would close its standard input too
        return awaitExit(timeout);
    }

    OptionalInt awaitExit(Duration timeout) {
        try {
            boolean gone = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return gone ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + pid(), e);
        }
    }

    /** SIGSTOP until {@link #resume()}, or until this JVM is gone: a shell that waits on its input sends the SIGCONT. */
    void pause() {
        if (pause != null) {
            throw new IllegalStateException("process " + pid() + " is paused already");
        }
        // a thread that runs stops a while after the signal was sent: only then it is paused
        String script =
                "kill -STOP $0 && while grep -L '^State:.T' /proc/$0/task/*/status | grep -q .; do sleep 0.01; done"
                        + " && echo stopped; read line; kill -CONT $0";
        try {
            pause = new ProcessBuilder("sh", "-c", script, Long.toString(pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (pause.inputReader().readLine() == null) {
                throw new IllegalStateException("cannot stop process " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void resume() {
        if (pause == null) {
            throw new IllegalStateException("process " + pid() + " is not paused");
        }
        try {
            pause.getOutputStream().close();
            pause.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pause = null;
    }
}
