package io.github.loglane.tools;

import io.github.loglane.tools.EpochAudit.Judgement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;

/**
 * Judges the holes of an epoch: seqs which neither arrived nor were declared. The rules and their reasons are in
 * {@link io.github.loglane.tools the package's description}.
 */
final class HoleJudge {

    /** By how much the clocks of two hosts may differ before their difference is taken for a fact. */
    private static final long CLOCK_MARGIN_MS = 60_000;

    private final EpochJudge epoch;
    private final Map<Integer, PartitionJudge> partitions;
    private final boolean oneLane;

    HoleJudge(EpochJudge epoch, Map<Integer, PartitionJudge> partitions) {
        this.epoch = epoch;
        this.partitions = partitions;
        this.oneLane = epoch.isOneLane();
    }

    /** Judges all holes up to {@code horizon}. */
    Holes judge(long horizon) {
        Holes holes = new Holes();
        long[] borders = borders();
        long from = epoch.nextHole(1);
        while (from < horizon) {
            long end = epoch.holeEnd(from);
            judgeHole(from, Math.min(end - 1, horizon), borders, holes);
            from = epoch.nextHole(end);
        }
        return holes;
    }

    /** Seqs at which a judgement may change. */
    private long[] borders() {
        TreeSet<Long> borders = new TreeSet<>();
        borders.add(epoch.lowestSeq());
        for (int partition : partitions.keySet()) {
            Span span = epoch.span(partition);
            if (span != null) {
                borders.add(span.minSeq());
                borders.add(span.maxSeq() + 1);
            }
        }
        return borders.stream().mapToLong(Long::longValue).toArray();
    }

    private void judgeHole(long from, long to, long[] borders, Holes holes) {
        long start = from;
        while (start <= to) {
            int next = Arrays.binarySearch(borders, start + 1);
            int border = next < 0 ? -next - 1 : next;
            long end = border < borders.length ? Math.min(to, borders[border] - 1) : to;
            holes.add(start, end, judgementOf(start));
            start = end + 1;
        }
    }

    private Judgement judgementOf(long seq) {
        boolean maybeCut = false;
        boolean maybeToCome = false;
        for (Map.Entry<Integer, PartitionJudge> entry : partitions.entrySet()) {
            PartitionJudge partition = entry.getValue();
            Span span = epoch.span(entry.getKey());
            if (mayBeCut(seq, partition, span)) {
                if (!clocksSpeakAgainst(seq, partition)) {
                    return Judgement.EXPIRED;
                }
                maybeCut = true;
            }
            maybeToCome |= span == null ? !oneLane : seq > span.maxSeq();
        }
        if (maybeCut) {
            return Judgement.MAYBE_EXPIRED;
        }
        return maybeToCome ? Judgement.IN_FLIGHT : Judgement.MISSING;
    }

    /** Whether, going by the order of the seqs alone, the record can have stood in what was cut away from the partition. */
    private boolean mayBeCut(long seq, PartitionJudge partition, Span span) {
        if (!partition.isCut()) {
            return false;
        }
        return span == null ? !oneLane : partition.isOverrun() || seq < span.minSeq();
    }

    /** A later seq is not older than an earlier one, so the lowest seq that is left dates all those above it. */
    private boolean clocksSpeakAgainst(long seq, PartitionJudge partition) {
        return seq > epoch.lowestSeq()
                && !partition.isOverrun()
                && partition.beganBefore(epoch.lowestSeqMs() - CLOCK_MARGIN_MS);
    }
}
