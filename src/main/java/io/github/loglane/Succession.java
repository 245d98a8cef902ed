package io.github.loglane;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Where a pipeline stands among those of one name that follow each other: none ships before the one ahead of it has ended, so that
 * no lane overtakes itself. It keeps nothing of the one ahead but whether that has ended. Safe for any thread.
 */
final class Succession {

    private final CompletableFuture<Void> ahead;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Succession(CompletableFuture<Void> ahead) {
        this.ahead = ahead;
    }

    /** With nobody ahead. */
    static Succession first() {
        return new Succession(CompletableFuture.completedFuture(null));
    }

    Succession next() {
        return new Succession(ended);
    }

    /**
     * Runs this when the one ahead has ended; where it has, at once and on this thread, which is told what it throws.
     *
     * @param before is run at once where it has not
     * @param failed is told then
     */
    void whenItsTurn(Runnable action, Runnable before, Consumer<String> failed) {
        if (ahead.isDone()) {
            action.run();
        } else {
            before.run();
            var unused = ahead.thenRun(action).exceptionally(thrown -> {
                failed.accept("nothing is shipped before the stop: " + thrown);
                return null;
            });
        }
    }

    /** Waits for the one ahead until then, on {@link System#nanoTime()}'s clock, also for a caller in a hurry. */
    void awaitTurn(long atNanos) {
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                ahead.get(Math.max(0, atNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                over = true;
            } catch (TimeoutException | ExecutionException e) {
                // then there is no time left for this one either
                over = true;
            } catch (InterruptedException stopAnyway) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        ended.complete(null);
    }
}
