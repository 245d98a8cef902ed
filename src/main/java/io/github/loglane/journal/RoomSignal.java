package io.github.loglane.journal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets appenders wait for room, at no cost to who makes it while nobody waits. */
final class RoomSignal {

    private final ReentrantLock lock;
    private final Condition roomMade;
    private int waiting;
    private volatile boolean someoneWaits;

    /** @param lock the journal's */
    RoomSignal(ReentrantLock lock) {
        this.lock = lock;
        this.roomMade = lock.newCondition();
    }

    /**
     * Tries until it succeeds, the time is over, or the thread is interrupted. The lock is held by the caller.
     *
     * @param attempt true once it need not be tried again
     */
    void await(long maxWaitNanos, BooleanSupplier attempt) {
        long leftNanos = maxWaitNanos;
        waiting++;
        someoneWaits = true;
        try {
            // tried again before each wait: room made before someoneWaits was seen gave no signal
            boolean done = attempt.getAsBoolean();
            while (!done && leftNanos > 0) {
                leftNanos = roomMade.awaitNanos(leftNanos);
                done = attempt.getAsBoolean();
            }
        } catch (InterruptedException interrupted) {
            // the application wants its thread back: the event counts as refused, the flag stays for the application
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
            someoneWaits = waiting > 0;
        }
    }

    /** Room was made, or there will be none any more. */
    void signal() {
        if (someoneWaits) {
            lock.lock();
            try {
                roomMade.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
