package io.github.loglane.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Threads that log as fast as they can, or at a steady rate, and time each call.
 *
 * <p>At a steady rate a thread sends what is due, then parks. A call that takes longer than the time between two events
 * counts once more for each event that it kept waiting (HdrHistogram's correction for coordinated omission); that a
 * parked thread wakes up late does not count, for it is nobody's call.
 */
final class Load {

    static final String THREAD_NAME = "http-nio-8080-exec-";

    private static final int BURST = 1_000;
    private static final long MAX_CALL_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long PARK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Sink sink;
    private final int threads;

    Load(Sink sink, int threads) {
        this.sink = sink;
        this.threads = threads;
    }

    /**
     * Sends {@code events} in all and returns when the last call has returned.
     *
     * @param eventsPerSecond of all threads together; 0 for as fast as they can
     */
    Figures run(int events, int eventsPerSecond) throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<Caller> callers = new ArrayList<>();
        for (int i = 1; i <= threads; i++) {
            Caller caller = new Caller(begin, events / threads, eventsPerSecond / (double) threads);
            caller.setName(THREAD_NAME + i);
            caller.start();
            callers.add(caller);
        }
        long start = System.nanoTime();
        begin.countDown();
        Histogram nanos = histogram();
        long bytes = 0;
        for (Caller caller : callers) {
            caller.join();
            nanos.add(caller.nanos);
            bytes += caller.allocatedBytes;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int sent = events / threads * threads;
        return new Figures()
                .putLatencies(nanos)
                .put(Metric.CALLS, sent / seconds)
                .put(Metric.ALLOCATED, bytes / (double) sent);
    }

    private static Histogram histogram() {
        return new Histogram(MAX_CALL_NANOS, 3);
    }

    private final class Caller extends Thread {
        private final Histogram nanos = histogram();
        private final CountDownLatch begin;
        private final int events;
        private final double eventsPerSecond;
        private long allocatedBytes;

        Caller(CountDownLatch begin, int events, double eventsPerSecond) {
            this.begin = begin;
            this.events = events;
            this.eventsPerSecond = eventsPerSecond;
        }

        @Override
        public void run() {
            try {
                begin.await();
            } catch (InterruptedException e) {
                return;
            }
            long before = THREADS.getCurrentThreadAllocatedBytes();
            if (eventsPerSecond > 0) {
                steadily();
            } else {
                atFullSpeed();
            }
            allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }

        private void atFullSpeed() {
            for (int sent = 0; sent < events; sent += BURST) {
                burst(sent, Math.min(events, sent + BURST), 0);
            }
        }

        private void steadily() {
            long periodNanos = (long) (TimeUnit.SECONDS.toNanos(1) / eventsPerSecond);
            long start = System.nanoTime();
            int sent = 0;
            while (sent < events) {
                int due = (int) Math.min(events, (System.nanoTime() - start) / periodNanos);
                if (due > sent) {
                    burst(sent, due, periodNanos);
                    sent = due;
                } else {
                    LockSupport.parkNanos(PARK_NANOS);
                }
            }
        }

        private void burst(int from, int to, long periodNanos) {
            for (int i = from; i < to; i++) {
                long before = System.nanoTime();
                sink.send(i);
                nanos.recordValueWithExpectedInterval(System.nanoTime() - before, periodNanos);
            }
        }
    }
}
