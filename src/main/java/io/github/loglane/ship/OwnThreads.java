package io.github.loglane.ship;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells whether an event comes from one of loglane's own threads, by the name of the thread that the event names: behind
 * asynchronous loggers the current thread is another one, and logger names would take the application's own Kafka clients
 * along.
 */
public final class OwnThreads {

    /** What the name of each thread that loglane starts begins with. */
    public static final String PREFIX = "loglane-";

    private static final String PRODUCER_PREFIX = "kafka-producer-network-thread | ";
    private static final String OWN_PRODUCER_PREFIX = PRODUCER_PREFIX + PREFIX;
    private static final String OWN_ADMIN_PREFIX = "kafka-admin-client-thread | " + PREFIX;

    /** Names of I/O threads whose client id was chosen by the user; as many as there are such client ids. */
    private static final Set<String> PRODUCER_THREADS = ConcurrentHashMap.newKeySet();

    private OwnThreads() {}

    /** Makes the I/O thread of the producer with this client id known as ours, in all of this JVM. */
    static void addProducer(String clientId) {
        if (!clientId.startsWith(PREFIX)) {
            PRODUCER_THREADS.add(PRODUCER_PREFIX + clientId);
        }
    }

    /** Whether a thread of this name is loglane's; safe for any thread, allocates nothing. */
    public static boolean isOwn(String threadName) {
        if (threadName == null) {
            return false;
        }
        if (threadName.startsWith(PREFIX)
                || threadName.startsWith(OWN_PRODUCER_PREFIX)
                || threadName.startsWith(OWN_ADMIN_PREFIX)) {
            return true;
        }
        return threadName.startsWith(PRODUCER_PREFIX) && PRODUCER_THREADS.contains(threadName);
    }
}
