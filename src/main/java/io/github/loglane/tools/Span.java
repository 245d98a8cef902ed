package io.github.loglane.tools;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What one epoch left in one partition: how far its seqs reach, and its lanes. */
final class Span {

    private final LaneBudget budget;
    private final Map<ByteBuffer, Lane> lanes = new HashMap<>();

    private boolean cut;
    private Lane last;
    private Lane withoutWorker;
    private long minSeq = Long.MAX_VALUE;
    private long maxSeq;

    Span(boolean cut, LaneBudget budget) {
        this.cut = cut;
        this.budget = budget;
    }

    void reach(long seq) {
        minSeq = Math.min(minSeq, seq);
        maxSeq = Math.max(maxSeq, seq);
    }

    /** Lowest seq seen here, of any kind and any lane. */
    long minSeq() {
        return minSeq;
    }

    long maxSeq() {
        return maxSeq;
    }

    /** The lane of {@code worker}, or {@code null} where there are too many lanes to keep. */
    Lane lane(byte[] worker) {
        if (worker == null) {
            if (withoutWorker == null) {
                withoutWorker = new Lane(null, cut);
            }
            return withoutWorker;
        }
        if (last == null || !Arrays.equals(last.worker(), worker)) {
            Lane known = lanes.get(ByteBuffer.wrap(worker));
            last = known != null ? known : open(worker);
        }
        return last;
    }

    private Lane open(byte[] worker) {
        if (!budget.take()) {
            return null;
        }
        Lane lane = new Lane(worker, cut);
        lanes.put(ByteBuffer.wrap(worker), lane);
        return lane;
    }

    boolean hasEventsWithoutWorker() {
        return withoutWorker != null;
    }

    Collection<Lane> lanesWithWorker() {
        return lanes.values();
    }

    /** Records were cut away between the last one read and the next. */
    void startAgain() {
        cut = true;
        lanes.values().forEach(Lane::startAgain);
        if (withoutWorker != null) {
            withoutWorker.startAgain();
        }
    }
}
