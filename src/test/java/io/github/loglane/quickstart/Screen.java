package io.github.loglane.quickstart;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes to the terminal, a line at a time, each with the seconds since the start. Safe for many threads. */
final class Screen {

    /** Ways to set off a line. */
    enum Style {
        PLAIN(""),
        FAINT("\033[2m"),
        STRONG("\033[1m"),
        GOOD("\033[1;32m"),
        ODD("\033[33m"),
        BAD("\033[1;31m");

        final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private static final long DOT_MS = 500;

    private final PrintStream out;
    private final boolean colours;
    private final long startNanos = System.nanoTime();
    private final List<String> held = new ArrayList<>();
    private boolean waiting;

    Screen(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Begins with the time. */
    void say(Style style, String text) {
        write(time() + styled(style, text) + "\n");
    }

    /** A line without time, such as one of a table. */
    void print(Style style, String text) {
        write(styled(style, text) + "\n");
    }

    /** Shows dots while the work goes on; all other lines come after. For one thread at a time. */
    <T> T waiting(String what, Callable<T> work) throws Exception {
        long begin = System.nanoTime();
        write(time() + what + " ");
        hold(true);
        CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> call(work), task -> {
            Thread thread = new Thread(task, what);
            thread.setDaemon(true);
            thread.start();
        });
        while (!result.isDone()) {
            dot(result);
        }
        try {
            T value = result.get();
            raw(styled(Style.FAINT, String.format(Locale.ROOT, " %.1f s%n", secondsSince(begin))));
            return value;
        } catch (ExecutionException e) {
            raw(styled(Style.BAD, " failed\n"));
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            hold(false);
        }
    }

    private void dot(CompletableFuture<?> result) throws InterruptedException {
        try {
            result.get(DOT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            raw(".");
        } catch (ExecutionException e) {
            return; // and the caller sees it again
        }
    }

    private static <T> T call(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private synchronized void hold(boolean on) {
        waiting = on;
        if (!on) {
            held.forEach(this::raw);
            held.clear();
        }
    }

    private synchronized void write(String text) {
        if (waiting) {
            held.add(text);
        } else {
            raw(text);
        }
    }

    private void raw(String text) {
        out.print(text);
        out.flush();
    }

    private String time() {
        return styled(Style.FAINT, String.format(Locale.ROOT, "%5.1f s  ", secondsSince(startNanos)));
    }

    private String styled(Style style, String text) {
        return colours && style != Style.PLAIN ? style.code + text + "\033[0m" : text;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
