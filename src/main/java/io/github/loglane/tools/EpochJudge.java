package io.github.loglane.tools;

import io.github.loglane.journal.RecordId;
import io.github.loglane.tools.EpochAudit.Reordering;
import io.github.loglane.tools.RecordView.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of one epoch, over all partitions together. Records come in the order of their offsets per partition. */
final class EpochJudge {

    private static final int REORDERINGS_KEPT = 10;

    private final long epoch;
    private final LaneBudget budget;
    private final SeqSet seen = new SeqSet();
    private final SeqSet declared = new SeqSet();
    private final SeqSet dropRecords = new SeqSet();
    private final TreeMap<String, Long> declaredByCause = new TreeMap<>();
    private final List<Reordering> reorderings = new ArrayList<>();

    private Span[] spans = new Span[0];
    private EpochOrigin begin;
    private EpochOrigin end;
    private long endSeq;
    private String adoptedBy;

    private long lowestSeq = Long.MAX_VALUE;
    private long lowestSeqMs;
    private long newestMs = Long.MIN_VALUE;
    private long lastSeq;

    private long records;
    private long duplicates;
    private long stubs;
    private long unsoundGaps;
    private long declaredTwice;
    private long reordered;
    private long orderUnjudged;

    EpochJudge(long epoch, LaneBudget budget) {
        this.epoch = epoch;
        this.budget = budget;
    }

    void take(RecordView record, PartitionJudge partition) {
        records++;
        reach(record, partition);
        lastSeq = Math.max(lastSeq, record.seq());
        newestMs = Math.max(newestMs, record.timestampMs());
        if (record.seq() < lowestSeq) {
            lowestSeq = record.seq();
            lowestSeqMs = record.timestampMs();
        }
        boolean first = (record.role() == Role.DROP ? dropRecords : seen).add(record.seq());
        if (first) {
            takeFirst(record);
        } else {
            duplicates++;
        }
    }

    /** Notes how far the epoch reaches in the record's partition, and nothing else. */
    void reach(RecordView record, PartitionJudge partition) {
        int at = record.partition();
        if (at >= spans.length) {
            spans = Arrays.copyOf(spans, at + 1);
        }
        if (spans[at] == null) {
            spans[at] = new Span(partition.isCut(), budget);
        }
        spans[at].reach(record.seq());
    }

    private void takeFirst(RecordView record) {
        switch (record.role()) {
            case BEGIN -> begin = EpochOrigin.read(record.value()).asBegin();
            case END -> takeEnd(record);
            case STUB -> stubs++;
            case EVENT, DROP, OTHER -> {
                // Their key and their gap say it all.
            }
        }
        takeGap(record);
        if (record.hasOrder()) {
            takeOrder(record);
        }
    }

    private void takeEnd(RecordView record) {
        EpochOrigin.Note note = EpochOrigin.read(record.value());
        if (record.seq() > endSeq) {
            endSeq = record.seq();
            adoptedBy = note.adoptedBy();
        }
        if (note.adoptedBy() == null) {
            end = note.asEnd();
        }
    }

    private void takeGap(RecordView record) {
        boolean drop = record.role() == Role.DROP;
        String text = record.gap();
        if (text == null && !drop) {
            return;
        }
        Optional<DeclaredGap> gap = DeclaredGap.read(text);
        long expectedTo = drop ? record.seq() : record.seq() - 1;
        if (gap.isPresent() && gap.get().to() == expectedTo) {
            declare(gap.get());
            return;
        }
        unsoundGaps++;
        if (drop) {
            declare(DeclaredGap.unread(record.seq(), record.seq()));
        }
    }

    private void declare(DeclaredGap gap) {
        long fresh = declared.addRange(gap.from(), gap.to());
        declaredTwice += gap.to() - gap.from() + 1 - fresh;
        if (fresh > 0) {
            gap.byCause().forEach((cause, count) -> declaredByCause.merge(cause, count, Long::sum));
        }
    }

    private void takeOrder(RecordView record) {
        Lane lane = spans[record.partition()].lane(record.worker());
        if (lane == null) {
            orderUnjudged++;
            return;
        }
        long overtakenBy = lane.takeFirst(record.seq());
        if (overtakenBy == 0) {
            return;
        }
        reordered++;
        if (reorderings.size() < REORDERINGS_KEPT) {
            reorderings.add(
                    new Reordering(lane.workerText(), record.partition(), record.offset(), record.seq(), overtakenBy));
        }
    }

    void startAgain(int partition) {
        Span span = span(partition);
        if (span != null) {
            span.startAgain();
        }
    }

    /** What the epoch left in {@code partition}; {@code null} where nothing of it was seen there. */
    Span span(int partition) {
        return partition < spans.length ? spans[partition] : null;
    }

    /** Whether the whole process is one lane, so that its records can be in no partition where none was seen. */
    boolean isOneLane() {
        String worker = begin == null ? null : begin.worker();
        if (worker == null || orderUnjudged > 0) {
            return false;
        }
        for (Span span : spans) {
            if (span != null && !isOneLane(span, worker)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOneLane(Span span, String worker) {
        return !span.hasEventsWithoutWorker()
                && span.lanesWithWorker().stream().allMatch(lane -> worker.equals(lane.workerText()));
    }

    /** The first seq from {@code seq} on that neither arrived nor was declared. */
    long nextHole(long seq) {
        long at = seq;
        while (true) {
            long unseen = seen.nextAbsent(at);
            at = declared.nextAbsent(unseen);
            if (at == unseen) {
                return at;
            }
        }
    }

    /** The first seq from {@code seq} on that arrived or was declared. */
    long holeEnd(long seq) {
        return Math.min(seen.nextPresent(seq), declared.nextPresent(seq));
    }

    long lastSeq() {
        return lastSeq;
    }

    long lowestSeq() {
        return lowestSeq;
    }

    /** Timestamp of the lowest seq seen. */
    long lowestSeqMs() {
        return lowestSeqMs;
    }

    long newestMs() {
        return newestMs;
    }

    EpochAudit audit(Holes holes) {
        boolean ended = endSeq > 0 && endSeq == lastSeq;
        EpochAudit.State state =
                !ended ? EpochAudit.State.OPEN : adoptedBy == null ? EpochAudit.State.ENDED : EpochAudit.State.ADOPTED;
        long union = lastSeq - holes.total();
        EpochOrigin origin = begin != null ? begin : end != null ? end : EpochOrigin.UNKNOWN;
        return new EpochAudit(
                RecordId.epochText(epoch),
                origin,
                state,
                ended ? adoptedBy : null,
                lowestSeq,
                lastSeq,
                newestMs,
                new EpochAudit.Seqs(
                        seen.size(), union - seen.size(), holes.missing(), holes.expired(), holes.unknown()),
                declaredByCause,
                new EpochAudit.Records(records, duplicates, stubs, reordered, orderUnjudged),
                new EpochAudit.Oddities(
                        unsoundGaps,
                        declaredTwice,
                        seen.size() + declared.size() - union,
                        endSeq > 0 && !ended ? lastSeq - endSeq : 0),
                holes.listed(),
                reorderings);
    }
}
