package io.github.loglane.tools;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C for a command that reads until it is stopped: lets the reading come to its end, so that nothing is cut off in the
 * middle of a line.
 */
final class StopSignal {

    private static final long STOP_SECONDS = 3;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable stop;

    private StopSignal(Runnable stop) {
        this.stop = stop;
    }

    /** What goes on until it is stopped, or ends by itself. */
    interface Reading {
        void read() throws IOException;
    }

    /**
     * Returns when the reading has ended.
     *
     * @param stop ends it soon; called by a thread of its own
     */
    static void during(Reading reading, Runnable stop) throws IOException {
        StopSignal signal = new StopSignal(stop);
        Thread hook = new Thread(signal::stopAndWait, "loglane-tools-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            reading.read();
        } finally {
            signal.ended.countDown();
            remove(hook);
        }
    }

    private void stopAndWait() {
        stop.run();
        try {
            boolean ignored = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            boolean ignored = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stoppingAlready) {
            // it is the hook that ended the reading
            return;
        }
    }
}
