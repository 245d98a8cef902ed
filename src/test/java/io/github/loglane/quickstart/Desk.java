package io.github.loglane.quickstart;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** One thread of a {@link Worker}: logs one order after the other and takes the time of each call. */
final class Desk implements Runnable {

    private static final Logger LOG = LogManager.getLogger("shop.Checkout");
    private static final Logger CARDS = LogManager.getLogger(LevelChange.LOGGER);
    private static final int WARN_EVERY = 12;
    private static final int ERROR_EVERY = 60;

    private final int number;
    private final long periodNanos;
    private volatile boolean open = true;
    /** Odd while Kafka is away. */
    private volatile int outage;

    private volatile int logged;
    private volatile long longestNanos;

    Desk(int number, int rate) {
        this.number = number;
        this.periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
    }

    int number() {
        return number;
    }

    /** Log calls that have returned. */
    int logged() {
        return logged;
    }

    /** The longest call of which at least a part was during the outage. */
    long longestNanos() {
        return longestNanos;
    }

    /** For one thread, not the desk's own. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void told(String what) {
        switch (what) {
            case Worker.AWAY, Worker.BACK -> outage++;
            case Worker.STOP -> open = false;
            default -> throw new IllegalArgumentException(what);
        }
    }

    @Override
    public void run() {
        long next = System.nanoTime();
        for (int order = 1; open; order++) {
            int outageBefore = outage;
            long begin = System.nanoTime();
            log(order);
            long nanos = System.nanoTime() - begin;
            int outageAfter = outage;
            logged = order;
            if ((outageAfter % 2 == 1 || outageAfter != outageBefore) && nanos > longestNanos) {
                longestNanos = nanos;
            }
            if (order % WARN_EVERY == 0) {
                CARDS.debug("card for order {} at desk {}: refused by its bank, code 51", order, number);
            }
            next += periodNanos;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** {@link Ledger} finds number and desk in the message. */
    private void log(int order) {
        if (order % ERROR_EVERY == 0) {
            LOG.error("order {} of desk {}: not delivered", order, number, new IllegalStateException("no such street"));
        } else if (order % WARN_EVERY == 0) {
            LOG.warn("order {} of desk {}: card refused, paid by the second one", order, number);
        } else {
            BigDecimal amount = BigDecimal.valueOf(1_000 + order * 37L % 9_000, 2);
            LOG.info("order {} of desk {}: paid {} EUR", order, number, amount);
        }
    }
}
