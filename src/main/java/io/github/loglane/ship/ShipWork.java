package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalFailure;
import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What the shipper does, turn by turn: open a producer, learn the count of partitions, ship in a {@link Session}, and begin
 * again after any error with what is not acked yet. Used by the shipper's thread only, but for {@link #update} and {@link
 * #isFinished}.
 */
final class ShipWork {

    private static final long HOUSEKEEPING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long GAP_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long DRAIN_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long METADATA_REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String topic;
    private final Journal journal;
    private final EpochRecords epochRecords;
    private final Counters counters;
    private final StatusReporter status;
    private final Producers producers;
    private final Session.Parts parts;
    private final Backoff openBackoff = new Backoff(1_000, 30_000);
    private final Backoff rebuildBackoff = new Backoff(100, 30_000);
    private final Backoff metadataBackoff = new Backoff(50, 1_000);
    private final Watchdog watchdog = new Watchdog();
    private final DiskTending tend;
    private final Silence silence;

    private ProducerSettings settings;
    private final AtomicReference<ProducerSettings> newSettings = new AtomicReference<>();
    private Producer<byte[], byte[]> producer;
    private Session session;
    private Session ended;
    private long[] skip = new long[0];
    private long openedNanos;
    private long notBeforeNanos = System.nanoTime();
    private long housekeptNanos = System.nanoTime();
    private long drainSinceNanos;
    private int nextPartitionCount;
    private boolean isAllocated;
    private boolean isDraining;
    private boolean isProven;
    private boolean isEndWritten;
    private volatile boolean isFinished;

    ShipWork(
            String topic,
            ProducerSettings settings,
            Journal journal,
            EpochRecords epochRecords,
            Counters counters,
            StatusReporter status,
            Producers producers,
            ShipSwitches switches) {
        this.topic = topic;
        this.settings = settings;
        this.journal = journal;
        this.epochRecords = epochRecords;
        this.counters = counters;
        this.status = status;
        this.producers = producers;
        this.tend = new DiskTending(journal, status);
        this.silence = new Silence(journal, status);
        this.parts = new Session.Parts(
                journal,
                new RecordWriter(topic, epochRecords),
                new Repairs(counters, status, failure -> this.settings.describe(failure)),
                new AckOrder(counters.reordersSeen()),
                counters,
                switches);
    }

    void update(ProducerSettings changed) {
        newSettings.set(changed);
    }

    /** One turn; returns how much was done, 0 where there was nothing to do. Never throws. */
    int turn(long nowNanos, boolean stopping) {
        try {
            if (!isAllocated && !stopping) {
                return allocate();
            }
            if (stopping) {
                finish();
            }
            int done = ship(nowNanos);
            tend.turn(nowNanos);
            if (stopping) {
                finish();
            }
            if (nowNanos - housekeptNanos >= HOUSEKEEPING_NANOS) {
                housekeptNanos = nowNanos;
                housekeep(nowNanos);
            }
            return done;
        } catch (InternalError | JournalFailure fault) {
            return onFault(fault, nowNanos);
        } catch (Throwable unexpected) {
            // whatever it is, nothing is lost by beginning again, and without this thread everything would be
            status.error("shipper", "the shipper begins again after " + settings.describe(unexpected));
            giveUp(new KafkaException("unexpected " + unexpected.getClass().getName(), unexpected), nowNanos);
            return 0;
        }
    }

    /** With the journal in a file that is broken, or full, which the producer has no part in. */
    private int onFault(Throwable fault, long nowNanos) {
        if (journal.disk() == null) {
            giveUp(new KafkaException("unexpected " + fault, fault), nowNanos);
        } else {
            tend.failed(fault);
        }
        return 0;
    }

    /** In memory: what the application's start did not wait for. The producer takes longer to make than that. */
    private int allocate() {
        isAllocated = !journal.allocateSome();
        if (isAllocated && journal.capacityBytes() < journal.wantedBytes()) {
            status.error(
                    "memory",
                    "the journal has " + journal.capacityBytes() + " bytes, not " + journal.wantedBytes()
                            + ", since there is too little direct memory (-XX:MaxDirectMemorySize)");
        }
        return 1;
    }

    private int ship(long nowNanos) {
        if (producer == null) {
            return open(nowNanos);
        }
        if (session == null) {
            return begin(nowNanos);
        }
        if (session.failure() != null) {
            giveUp(session.failure(), nowNanos);
            return 1;
        }
        int done = session.sweep();
        if (session.takeAckSeen()) {
            onAck(nowNanos);
        }
        return done + (isDraining ? goOnDraining(nowNanos) : session.sendSome(nowNanos));
    }

    private void onAck(long nowNanos) {
        silence.onAck(nowNanos);
        isProven = true;
        rebuildBackoff.reset();
        openBackoff.reset();
        watchdog.onAck();
    }

    private int open(long nowNanos) {
        if (nowNanos - notBeforeNanos < 0 || !producers.mayOpen() || !status.isLoggingUp()) {
            return 0;
        }
        takeNewSettings();
        try {
            producer = producers.open(settings);
        } catch (RuntimeException | LinkageError failed) {
            notBeforeNanos = System.nanoTime() + openBackoff.nextNanos();
            status.warn("open", "no producer yet, trying again: " + settings.describe(failed));
            return 0;
        }
        openedNanos = System.nanoTime();
        isProven = false;
        closeBooks(openedNanos);
        return 1;
    }

    /** Only now, after the wait, so that the callbacks of the producer given up had time to say what became of its records. */
    private void closeBooks(long nowNanos) {
        if (ended != null) {
            ended.sweep();
            ended.collectRefusals(nowNanos);
            ended.rememberAcks();
            skip = ended.skippable();
            ended = null;
        }
    }

    private int begin(long nowNanos) {
        if (newSettings.get() != null) {
            // nothing is in flight, and the settings of this producer may be why there is no metadata
            closeProducer();
            notBeforeNanos = nowNanos;
            return 1;
        }
        if (nowNanos - notBeforeNanos < 0) {
            return 0;
        }
        try {
            session = new Session(parts, producer, producer.partitionsFor(topic).size(), skip);
            metadataBackoff.reset();
            return 1;
        } catch (InterruptException stranger) {
            return 0;
        } catch (TimeoutException noMetadata) {
            notBeforeNanos = System.nanoTime() + metadataBackoff.nextNanos();
            reportNoMetadata(noMetadata, nowNanos);
            if (watchdog.bites(nowNanos - openedNanos)) {
                giveUp(noMetadata, nowNanos);
            }
        } catch (KafkaException refused) {
            giveUp(refused, nowNanos);
            notBeforeNanos = System.nanoTime() + openBackoff.nextNanos();
        }
        return 0;
    }

    /** The first metadata of a healthy cluster takes longer than a send may block: that is nothing to tell. */
    private void reportNoMetadata(TimeoutException reason, long nowNanos) {
        if (nowNanos - openedNanos > METADATA_REPORT_NANOS) {
            status.warn("metadata", "no metadata of topic '" + topic + "' yet: " + settings.describe(reason));
        }
    }

    /** Ends the session and its producer; all that is not acked will be sent again by the next. */
    private void giveUp(Exception reason, long nowNanos) {
        counters.rebuilds().increment();
        status.warn("rebuild", "the producer is replaced after " + settings.describe(reason));
        notBeforeNanos = nowNanos + rebuildBackoff.nextNanos();
        isDraining = false;
        if (session != null) {
            ended = session;
            session = null;
        }
        closeProducer();
    }

    private void closeProducer() {
        Producer<byte[], byte[]> closing = producer;
        producer = null;
        if (closing != null) {
            producers.closeBehind(closing);
        }
    }

    private void housekeep(long nowNanos) {
        tend.cluster(producers.clusterId());
        if (journal.pendingGapAgeNanos() >= GAP_SILENCE_NANOS) {
            epochRecords.declareGap();
        }
        if (session == null || session.failure() != null) {
            silence.look(nowNanos, session == null || !session.isIdle());
            return;
        }
        long waitingNanos = nowNanos - session.oldestUnackedSentNanos(nowNanos);
        silence.look(nowNanos, !session.isIdle());
        if (!isProven && Producers.hasFailedAuthentication(producer)) {
            session.fail(new AuthenticationException("an authentication failed, and no ack came since"));
        } else if (watchdog.bites(waitingNanos)) {
            session.fail(new TimeoutException("no ack for " + TimeUnit.NANOSECONDS.toSeconds(waitingNanos) + " s"));
        } else {
            watchPartitions(nowNanos);
            drainForNewSettings(nowNanos);
        }
    }

    private void watchPartitions(long nowNanos) {
        int count;
        try {
            count = producer.partitionsFor(topic).size();
        } catch (TimeoutException | InterruptException later) {
            return;
        } catch (KafkaException | IllegalStateException refusedOrClosed) {
            session.fail(refusedOrClosed);
            return;
        }
        if (count < session.partitionCount()) {
            session.fail(new KafkaException(
                    "topic '" + topic + "' has " + count + " partitions, it had " + session.partitionCount()));
        } else if (count > session.partitionCount() && !isDraining) {
            nextPartitionCount = count;
            startDraining(nowNanos);
        }
    }

    private void drainForNewSettings(long nowNanos) {
        if (newSettings.get() != null && !isDraining) {
            nextPartitionCount = session.partitionCount();
            startDraining(nowNanos);
        }
    }

    private void startDraining(long nowNanos) {
        isDraining = true;
        drainSinceNanos = nowNanos;
    }

    /** Sends nothing new until all that was sent is acked, so that no lane overtakes itself on its way to a new partition. */
    private int goOnDraining(long nowNanos) {
        if (session.failure() != null) {
            return 0;
        }
        if (session.isDrained()) {
            isDraining = false;
            switchOver();
            return 1;
        }
        if (nowNanos - drainSinceNanos > DRAIN_LIMIT_NANOS) {
            session.fail(new TimeoutException("no drained moment within 30 s to change over in"));
        }
        return 0;
    }

    private void switchOver() {
        session.sweep();
        session.rememberAcks();
        skip = session.skippable();
        int before = session.partitionCount();
        session = null;
        if (newSettings.get() != null) {
            closeProducer();
        }
        if (nextPartitionCount != before) {
            status.info("partition count of topic '" + topic + "' changed from " + before + " to " + nextPartitionCount
                    + ", switched with nothing in flight");
            session = producer == null ? null : new Session(parts, producer, nextPartitionCount, skip);
        }
    }

    private void takeNewSettings() {
        ProducerSettings changed = newSettings.getAndSet(null);
        if (changed != null) {
            settings = changed;
            status.info("producer settings changed, a producer is opened with the new ones");
        }
    }

    private void finish() {
        if (!isEndWritten) {
            isEndWritten = epochRecords.end();
        }
        isFinished = isEndWritten && (journal.commitPosition() == journal.writePosition() || isUnreadable());
    }

    /** Whether the rest of a file that failed cannot be read: whoever opens it next may have more luck. */
    private boolean isUnreadable() {
        return tend.hasFailed() && session != null && session.isQuiet() && (tend.isHopeless() || session.isStuck());
    }

    DiskTending disk() {
        return tend;
    }

    /** Ends the epoch where nothing was or will be shipped. */
    void endOnly() {
        try {
            isEndWritten = epochRecords.end();
        } catch (InternalError | JournalFailure fault) {
            tend.failed(fault);
        }
    }

    /** Whether the epoch's end, and all before it, is acked. */
    boolean isFinished() {
        return isFinished;
    }

    /** Whether there is nothing to ship and nothing in flight. */
    boolean isIdle() {
        return session == null ? journal.usedBytes() == 0 : session.isIdle() && session.failure() == null;
    }

    /** Commits what is acked by now. The journal is not used any more afterwards. */
    void settle() {
        closeBooks(System.nanoTime());
        if (session != null) {
            session.sweep();
        }
    }

    void close(long timeoutNanos) {
        if (producer == null || !isFinished) {
            closeProducer();
            return;
        }
        try {
            producer.close(Duration.ofNanos(timeoutNanos));
        } catch (KafkaException failed) {
            status.warn("close", "closing the producer failed: " + settings.describe(failed));
        }
    }
}
