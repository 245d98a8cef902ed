package io.github.loglane.journal;

import java.nio.file.Path;

/**
 * Turns the JVM's answer to a page of a mapped file that is gone into an exception that comes at once.
 *
 * <p>HotSpot skips the faulting access and throws an {@code InternalError} at the thread's next safepoint poll or transition, which
 * may be long after the method that had it, since compiled code has few of them. A call of a native method is a transition.
 */
final class PageFault {

    private static final Object ANY = new Object();
    private static final int CALLS = 4;

    private PageFault() {}

    /** To be thrown by whoever found that what it wrote is not there; the JVM's own error is its cause, if there is one. */
    static JournalFailure failure(Path file) {
        String message = "a page of " + file + " cannot be written";
        try {
            for (int i = 0; i < CALLS; i++) {
                if (Thread.holdsLock(ANY)) {
                    throw new IllegalStateException("expecting: a lock that nobody takes, found: it is taken");
                }
            }
            return new JournalFailure(message, null);
        } catch (InternalError fault) {
            return new JournalFailure(message, fault);
        }
    }
}
