package io.github.loglane.ship;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.ship.Repairs.Repair;
import io.github.loglane.status.Counters;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One producer's work with one count of partitions: reads on from the commit position, sends, and commits what is acked.
 * Ends with its first asynchronous error; the next session begins again at the commit position. Used by the shipper's thread
 * only, but for {@link #onError}, {@link #onAck} and {@link #isBehindError}, which Kafka's I/O thread calls.
 */
final class Session {

    /** Most records between commit position and cursor. Each is some 100 bytes; the producer's buffer is full before. */
    private static final int WINDOW_RECORDS = 1 << 16;

    private static final int RECORDS_PER_TURN = 512;

    /** What outlives a session. */
    record Parts(
            Journal journal,
            RecordWriter writer,
            Repairs repairs,
            AckOrder order,
            Counters counters,
            ShipSwitches switches) {}

    private final Parts parts;
    private final Producer<byte[], byte[]> producer;
    private final Gate[] gates;
    private final long[] skip;
    private final Thread shipperThread = Thread.currentThread();
    private final Window window = new Window(WINDOW_RECORDS, this);
    private final JournalRecord item = new JournalRecord();
    private final Backoff blockedBackoff = new Backoff(5, 1_000);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    private long cursor;
    private int skipped;
    private int deferredRecords;
    private long blockedUntilNanos;
    private boolean isBlocked;
    private Exception syncError;
    private volatile boolean ackSeen;

    /** Whether a failing callback has closed the producer. Kafka's I/O thread's alone. */
    private boolean isClosed;

    /** @param skip positions of records that Kafka has already, ascending */
    Session(Parts parts, Producer<byte[], byte[]> producer, int partitionCount, long[] skip) {
        this.parts = parts;
        this.producer = producer;
        this.skip = skip;
        this.cursor = parts.journal.commitPosition();
        this.gates = new Gate[partitionCount];
        for (int i = 0; i < partitionCount; i++) {
            gates[i] = new Gate(parts.switches.slowStart());
        }
        parts.order.begin(partitionCount);
    }

    int partitionCount() {
        return gates.length;
    }

    /** The error that ended this session, or {@code null} while it goes on. */
    Exception failure() {
        return failure.get();
    }

    /** Ends the session for a reason found outside of it. */
    void fail(Exception reason) {
        failure.compareAndSet(null, reason);
    }

    /** Whether an ack came since the last call. */
    boolean takeAckSeen() {
        boolean seen = ackSeen;
        ackSeen = false;
        return seen;
    }

    void onAck() {
        if (!ackSeen) {
            ackSeen = true;
        }
    }

    /**
     * A record's error: on the shipper's own thread within send, so nothing was appended; or on the I/O thread, where the
     * producer must be closed before it returns, since the client lets later batches through after an error.
     */
    void onError(int partition, Exception error) {
        if (Thread.currentThread() == shipperThread) {
            syncError = error;
        } else {
            gates[partition].hasFailed = true;
            failure.compareAndSet(null, error);
            if (parts.switches.closeInCallback() && closing.compareAndSet(false, true)) {
                closeNow();
            }
        }
    }

    private void closeNow() {
        try {
            producer.close(Duration.ZERO);
            isClosed = true;
        } catch (Throwable mustNotReachKafka) {
            // an Error thrown out of a callback would kill the I/O thread; the failure is told once this session is
            // given up
            failure.get().addSuppressed(mustNotReachKafka);
        }
    }

    /**
     * Whether an ack in this partition, now, is of a record that the client let through behind one that had failed. With the
     * producer closed nothing is sent any more: an ack that was under way then is of a record that the broker took behind all
     * that the client had numbered before it.
     */
    boolean isBehindError(int partition) {
        return gates[partition].hasFailed && !isClosed;
    }

    /** Commits what is acked without a gap; returns the number of records. */
    int sweep() {
        int count = 0;
        int events = 0;
        long position = -1;
        for (; !window.isEmpty() && window.at(window.head()).acked; count++) {
            Slot slot = window.at(window.head());
            position = slot.nextPosition;
            events += slot.isEvent ? 1 : 0;
            parts.repairs.count(slot);
            parts.order.committed(slot, gates[slot.partition]);
            window.popHead();
        }
        if (count > 0) {
            parts.journal.commit(position);
            parts.counters.committed().add(events);
            parts.repairs.committed(position);
        }
        return count;
    }

    /** Sends what may be sent now; returns the number of records that went on. */
    int sendSome(long nowNanos) {
        if (isBlocked && nowNanos - blockedUntilNanos < 0) {
            return 0;
        }
        isBlocked = false;
        int count = deferredRecords > 0 ? sendDeferred(nowNanos) : 0;
        while (count < RECORDS_PER_TURN && canGoOn() && parts.journal.read(cursor, item)) {
            if (!take(nowNanos)) {
                break;
            }
            cursor = item.nextPosition();
            count++;
        }
        return count;
    }

    private boolean canGoOn() {
        return !isBlocked && !window.isFull() && failure.get() == null;
    }

    private int sendDeferred(long nowNanos) {
        int count = 0;
        for (Gate gate : gates) {
            Slot slot = gate.deferred.peek();
            while (slot != null && canGoOnDeferred() && trySend(slot, gate, nowNanos)) {
                gate.deferred.poll();
                deferredRecords--;
                count++;
                slot = gate.deferred.peek();
            }
        }
        return count;
    }

    private boolean canGoOnDeferred() {
        return !isBlocked && failure.get() == null;
    }

    /** Takes the record read last into the window: skipped, sent or deferred. False where it must be tried again. */
    private boolean take(long nowNanos) {
        Slot slot = window.next();
        // a predecessor's events were counted by it
        boolean isEvent = item.kind() == RecordKind.EVENT && parts.journal.isOwn(item);
        slot.reset(item.position(), item.nextPosition(), isEvent);
        slot.offset = parts.order.firstAck(slot.position);
        slot.partition = PartitionMap.partitionOf(item, gates.length);
        Gate gate = gates[slot.partition];
        if (isSkipped(slot.position)) {
            slot.acked = true;
        } else if (!gate.deferred.isEmpty() || !send(slot, gate, nowNanos)) {
            if (isBlocked || failure.get() != null) {
                return false;
            }
            gate.deferred.add(slot);
            deferredRecords++;
        }
        window.push();
        return true;
    }

    private boolean isSkipped(long position) {
        while (skipped < skip.length && skip[skipped] < position) {
            skipped++;
        }
        return skipped < skip.length && skip[skipped] == position;
    }

    private boolean trySend(Slot slot, Gate gate, long nowNanos) {
        return parts.journal.read(slot.position, item) && send(slot, gate, nowNanos);
    }

    /** Sends the record in {@link #item}; false where its gate is shut, or the producer did not take it. */
    @SuppressWarnings("FutureReturnValueIgnored") // the slot is the callback and is told the same
    private boolean send(Slot slot, Gate gate, long nowNanos) {
        Repair repair = parts.repairs.of(slot.position);
        boolean alone = gate.mustGoAlone(window, repair.alone(), nowNanos);
        if (alone && !gate.isQuiet(window)) {
            return false;
        }
        slot.isAlone = alone;
        slot.sentNanos = nowNanos;
        slot.sentMs = parts.repairs.timestamp(item.timestampMs(), nowNanos);
        slot.isTimeReplaced = slot.sentMs != item.timestampMs();
        ProducerRecord<byte[], byte[]> kafkaRecord = write(slot, repair, nowNanos);
        if (kafkaRecord == null) {
            return false;
        }
        syncError = null;
        try {
            producer.send(kafkaRecord, slot);
        } catch (RuntimeException notAppended) {
            syncError = notAppended;
        }
        if (syncError != null) {
            slot.error = null;
            onNotAppended(slot, syncError, nowNanos);
            return false;
        }
        slot.isSent = true;
        gate.sent(slot);
        blockedBackoff.reset();
        return true;
    }

    /** The record for Kafka; {@code null} where the journal's cannot be made one, and a stub goes next time. */
    private ProducerRecord<byte[], byte[]> write(Slot slot, Repair repair, long nowNanos) {
        try {
            return parts.writer.write(item, slot.partition, slot.sentMs, repair.stubReason());
        } catch (RuntimeException unwritable) {
            parts.repairs.stub(slot, unwritable);
            block(nowNanos);
            return null;
        }
    }

    private void block(long nowNanos) {
        isBlocked = true;
        blockedUntilNanos = nowNanos + blockedBackoff.nextNanos();
    }

    private void onNotAppended(Slot slot, Exception error, long nowNanos) {
        block(nowNanos);
        if (Repairs.isRecordError(error)) {
            slot.isAlone = true;
            parts.repairs.refused(slot, error, nowNanos);
        } else if (!(error instanceof TimeoutException || error instanceof InterruptException)) {
            // also for the few errors that come after the record was appended: only these two may be tried again here
            fail(error);
        }
    }

    /** Whether all that was sent is acked. */
    boolean isDrained() {
        for (Gate gate : gates) {
            if (!gate.isQuiet(window)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is nothing in flight and nothing to send. */
    boolean isIdle() {
        return window.isEmpty() && cursor == parts.journal.writePosition();
    }

    /** Whether all that was read is acked. */
    boolean isQuiet() {
        return window.isEmpty();
    }

    /** Whether the next record, though it was appended, cannot be read. */
    boolean isStuck() {
        return cursor < parts.journal.writePosition() && !parts.journal.read(cursor, item);
    }

    /** When the oldest record without an ack was sent; {@code now} where there is none. */
    long oldestUnackedSentNanos(long nowNanos) {
        for (long i = window.head(); i < window.tail(); i++) {
            Slot slot = window.at(i);
            if (slot.isSent && !slot.acked) {
                return slot.sentNanos;
            }
        }
        return nowNanos;
    }

    /** Tells the repairs which records Kafka refused for what they are. To be called when the session is over. */
    void collectRefusals(long nowNanos) {
        for (long i = window.head(); i < window.tail(); i++) {
            Slot slot = window.at(i);
            Exception error = slot.error;
            if (error != null && Repairs.isRecordError(error)) {
                parts.repairs.refused(slot, error, nowNanos);
            }
        }
    }

    /**
     * Keeps the offsets of what is acked and not committed, for the next session. To be called when this one is over. An ack
     * ahead of a record without one counts only behind an error: else the broker had that record too, whose ack was lost.
     */
    void rememberAcks() {
        boolean[] broken = new boolean[gates.length];
        for (long i = window.head(); i < window.tail(); i++) {
            Slot slot = window.at(i);
            broken[slot.partition] |= !slot.acked;
            if (!broken[slot.partition] || slot.isBehindError) {
                parts.order.remember(slot);
            }
        }
    }

    /**
     * Positions of records that the next session need not send again, ascending: those acked, and all before them in their
     * partition too.
     */
    long[] skippable() {
        boolean[] broken = new boolean[gates.length];
        LongStream.Builder positions = LongStream.builder();
        for (long i = window.head(); i < window.tail(); i++) {
            Slot slot = window.at(i);
            if (slot.acked && !broken[slot.partition]) {
                positions.add(slot.position);
            } else {
                broken[slot.partition] = true;
            }
        }
        // what this session was told to skip and has not come to yet stays true
        for (long position : skip) {
            if (position >= cursor) {
                positions.add(position);
            }
        }
        return positions.build().toArray();
    }
}
