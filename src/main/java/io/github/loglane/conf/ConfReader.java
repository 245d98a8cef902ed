package io.github.loglane.conf;

import io.github.loglane.status.StatusReporter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The daemon thread that reads the topic, ends settings when their time is over, and goes on after every failure. What is in
 * force does not depend on the broker being there.
 *
 * <p>Thread rule: {@link #start} and {@link #stop} once, {@link #submit} from any thread. None of them waits.
 */
public final class ConfReader {

    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** How soon to look again whether the logging framework is up. */
    private static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long TIMEOUT_REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private volatile ConfSettings settings;
    private final ConfApplier applier;
    private final ConfFeed feed;
    private final AnswerPort answers;
    private final StatusReporter status;
    private final ConfClock clock = ConfClock.SYSTEM;
    private final ConfBackoff backoff = new ConfBackoff();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private long retryAtNanos;
    private boolean isInTrouble;
    private long troubleNanos;
    private volatile boolean stopping;

    /**
     * A reader that is not started yet.
     *
     * @param levels where levels are set, from this reader's thread only
     * @throws LinkageError where jackson-core is not there
     */
    public ConfReader(
            ConfSettings settings,
            ConfIdentity self,
            LevelPort levels,
            ConfListeners listeners,
            AnswerPort answers,
            StatusReporter status) {
        ConfParser.load();
        this.settings = settings;
        this.answers = answers;
        this.status = status;
        applier = new ConfApplier(settings.topic(), self, clock, levels, listeners, answers, status);
        feed = new ConfFeed(settings, applier, status, clock);
        thread = new Thread(null, this::run, ConfSettings.PREFIX + settings.topic(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ConfReader.class.getClassLoader());
    }

    public void start() {
        thread.start();
    }

    void tell(ConfRegistration registration) {
        submit(() -> applier.tellConfigs(registration));
    }

    private void submit(Runnable task) {
        tasks.add(task);
        LockSupport.unpark(thread);
    }

    /** Goes on with other settings of its clients, where it is; levels and listeners do not notice. */
    public void use(ConfSettings changed) {
        submit(() -> {
            settings = changed;
            backoff.reset();
            retryAtNanos = 0;
            feed.use(changed);
        });
    }

    /** Goes on as another process, for whom other settings may count; what stays in force is not answered again. */
    public void becomes(ConfIdentity changed) {
        submit(() -> {
            applier.becomes(changed);
            feed.readAgain();
        });
    }

    /** Ends the thread soon. Levels stay as they are. */
    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (LinkageError e) {
            status.error("conf", "topic " + settings.topic() + " is not read any more: " + e);
        } finally {
            close();
        }
    }

    private void turn() {
        // nobody of ours interrupts this thread; left set, the flag would fail each wait from now on
        Thread.interrupted();
        try {
            runTasks();
            applier.expire();
            answers.tryAgain();
            long waitNanos = Math.min(TURN_NANOS, applier.nanosToNextExpiry());
            if (clock.nanos() < retryAtNanos) {
                LockSupport.parkNanos(Math.min(waitNanos, retryAtNanos - clock.nanos()));
            } else if (!status.isLoggingUp()) {
                LockSupport.parkNanos(Math.min(waitNanos, START_NANOS));
            } else {
                feed.turn(waitNanos);
                if (feed.isCurrent()) {
                    backoff.reset();
                    isInTrouble = false;
                }
            }
        } catch (TimeoutException e) {
            // the first contact with a healthy cluster may take longer than a request may: that is nothing to tell
            retryLater(e, clock.nanos() - troubleSinceNanos() >= TIMEOUT_REPORT_NANOS);
        } catch (RuntimeException | VirtualMachineError e) {
            // such as no memory for a moment: without this thread no setting would ever end
            retryLater(e, true);
            close();
        }
    }

    private long troubleSinceNanos() {
        if (!isInTrouble) {
            isInTrouble = true;
            troubleNanos = clock.nanos();
        }
        return troubleNanos;
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void retryLater(Throwable e, boolean tell) {
        retryAtNanos = clock.nanos() + backoff.nextNanos();
        if (tell) {
            status.warn(
                    "conf",
                    "topic " + settings.topic() + " cannot be read, what was read of it stays in force: "
                            + settings.describe(e));
        }
    }

    private void close() {
        try {
            feed.close();
        } catch (RuntimeException e) {
            status.warn("confClose", "closing the reader of " + settings.topic() + " failed: " + settings.describe(e));
        }
    }

    @Override
    public String toString() {
        return "ConfReader{" + settings.topic() + '}';
    }
}
