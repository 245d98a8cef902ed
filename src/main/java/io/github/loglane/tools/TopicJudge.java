package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Judges the records of one topic; knows no consumer. Flow: {@link #open} each partition; {@link #take} each record up to
 * the end offsets, in any order of the partitions; {@link #close}; {@link #takeLater} what comes after, as long as
 * something {@link #isInFlight}; {@link #report}.
 *
 * <p>Memory: about 1 KB per epoch, 100 bytes per lane and partition (lanes are bounded), and what {@link SeqSet} takes for
 * disorder; none per record. Not safe for several threads.
 */
final class TopicJudge {

    /** An epoch whose newest record is older than this had its time: nothing of it is waited for. */
    private static final long QUIET_MS = 60_000;

    private static final long MAX_LANES = 200_000;

    private final LaneBudget budget;
    private final Map<Integer, PartitionJudge> partitions = new TreeMap<>();
    private final Map<Long, EpochJudge> epochs = new LinkedHashMap<>();
    private final Map<EpochJudge, Horizon> horizons = new HashMap<>();
    private final RecordView view = new RecordView();

    private long lastEpoch;
    private EpochJudge last;
    private PartitionJudge lastPartition;

    TopicJudge() {
        this(MAX_LANES);
    }

    TopicJudge(long maxLanes) {
        budget = new LaneBudget(maxLanes);
    }

    void open(int partition, long logStart, long endOffset) {
        partitions.put(partition, new PartitionJudge(partition, logStart, endOffset));
    }

    void take(ConsumerRecord<ByteBuffer, ByteBuffer> consumed) {
        if (lastPartition == null || lastPartition.number() != consumed.partition()) {
            lastPartition = partitions.get(consumed.partition());
        }
        PartitionJudge partition = lastPartition;
        partition.see(consumed.timestamp());
        if (!view.read(consumed)) {
            partition.seeForeign();
            return;
        }
        if (last == null || view.epoch() != lastEpoch) {
            lastEpoch = view.epoch();
            last = epochs.computeIfAbsent(lastEpoch, epoch -> new EpochJudge(epoch, budget));
        }
        last.take(view, partition);
    }

    /** The partition's log start overtook the reader, which goes on at {@code newLogStart}. */
    void overrun(int partition, long newLogStart) {
        partitions.get(partition).overrun(newLogStart);
        epochs.values().forEach(epoch -> epoch.startAgain(partition));
    }

    /** All is read up to the end offsets; what is judged is settled, what is seen later may only fill holes. */
    void close() {
        for (EpochJudge epoch : epochs.values()) {
            Horizon horizon = new Horizon(epoch.lastSeq());
            if (judge(epoch, horizon).inFlight() > 0) {
                horizons.put(epoch, horizon);
            }
        }
    }

    /** Takes a record from beyond the end offsets: it counts only where it fills a hole. */
    void takeLater(ConsumerRecord<ByteBuffer, ByteBuffer> consumed) {
        if (!view.read(consumed)) {
            return;
        }
        EpochJudge epoch = epochs.get(view.epoch());
        Horizon horizon = horizons.get(epoch);
        if (horizon == null) {
            return;
        }
        PartitionJudge partition = partitions.get(consumed.partition());
        if (view.seq() > horizon.seq) {
            horizon.wentOn = true;
            epoch.reach(view, partition);
        } else if (epoch.nextHole(view.seq()) == view.seq()) {
            partition.see(consumed.timestamp());
            epoch.take(view, partition);
        }
    }

    /** Whether a hole may still be filled by what is on its way. */
    boolean isInFlight(long nowMs) {
        horizons.entrySet()
                .removeIf(entry -> judge(entry.getKey(), entry.getValue()).inFlight() == 0);
        return horizons.keySet().stream().anyMatch(epoch -> nowMs - epoch.newestMs() < QUIET_MS);
    }

    /**
     * @param nowMs the time of day
     * @param waited whether what was in flight had its time to arrive
     */
    AuditReport report(String topic, long nowMs, boolean waited) {
        List<EpochAudit> audits = new ArrayList<>();
        for (EpochJudge epoch : epochs.values()) {
            Holes holes = judge(epoch, new Horizon(epoch.lastSeq()));
            Horizon horizon = horizons.get(epoch);
            boolean quiet = nowMs - epoch.newestMs() >= QUIET_MS;
            boolean overdue = horizon == null || (!horizon.wentOn && (waited || quiet));
            audits.add(epoch.audit(overdue ? holes.overdue() : holes));
        }
        return new AuditReport(
                topic, partitions.values().stream().map(PartitionJudge::audit).toList(), audits);
    }

    private Holes judge(EpochJudge epoch, Horizon horizon) {
        return new HoleJudge(epoch, partitions).judge(horizon.seq);
    }

    /** Up to where an epoch is judged, and whether it was seen to go on beyond. */
    private static final class Horizon {
        private final long seq;
        private boolean wentOn;

        Horizon(long seq) {
            this.seq = seq;
        }
    }
}
