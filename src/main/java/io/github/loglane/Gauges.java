package io.github.loglane;

import io.github.loglane.journal.OldestRecord;
import io.github.loglane.status.Counters;
import io.github.loglane.status.StatusReporter;
import java.nio.file.Path;
import java.util.Map;

/** The figures of one pipeline as its MBean shows them. Safe for any thread; works where there is no JMX. */
final class Gauges implements PipelineMXBean {

    private final String topic;
    private final Openings openings;
    private final Counters counters;
    private final DropsByLevel drops;

    Gauges(String topic, Openings openings, Counters counters, DropsByLevel drops) {
        this.topic = topic;
        this.openings = openings;
        this.counters = counters;
        this.drops = drops;
    }

    /** Shows these in JMX under this name; {@code null} where that cannot be, which a status line tells. */
    JmxRegistration register(String name, StatusReporter status) {
        try {
            return JmxRegistration.open(name, this, status);
        } catch (RuntimeException | LinkageError | OutOfMemoryError unusable) {
            // a runtime image without the module java.management, no right to use it, no memory for a thread
            reportHidden(status, unusable);
            return null;
        }
    }

    static void reportHidden(StatusReporter status, Throwable reason) {
        status.note("its figures are not in JMX; expecting: an MBean server that takes them, found: " + reason);
    }

    @Override
    public String getTopic() {
        return topic;
    }

    @Override
    public long getOffered() {
        return counters.offered().sum();
    }

    @Override
    public long getAppended() {
        return counters.appended().sum();
    }

    @Override
    public long getAcked() {
        return counters.committed().sum();
    }

    @Override
    public long getFallback() {
        return counters.fallback().sum();
    }

    @Override
    public long getDropped() {
        return counters.droppedSum();
    }

    @Override
    public Map<String, Map<String, Long>> getDroppedByCauseAndLevel() {
        return drops.snapshot();
    }

    @Override
    public PipelineTotals getTotals() {
        return Totals.of(counters);
    }

    @Override
    public long getJournalUsedBytes() {
        return openings.usedBytes();
    }

    @Override
    public long getJournalCapacityBytes() {
        return openings.current().journal.capacityBytes();
    }

    @Override
    public String getJournalDirectory() {
        Path file = openings.current().path();
        return file == null ? null : String.valueOf(file.getParent());
    }

    @Override
    public long getOldestUnackedAgeMs() {
        long timestampMs = openings.oldestTimestampMs();
        return timestampMs == OldestRecord.NONE ? 0 : Math.max(0, System.currentTimeMillis() - timestampMs);
    }

    @Override
    public long getRebuilds() {
        return counters.rebuilds().sum();
    }

    @Override
    public long getStubs() {
        return counters.stubs().sum();
    }

    @Override
    public long getTimestampsReplaced() {
        return counters.timestampsReplaced().sum();
    }

    @Override
    public long getAdoptedSlots() {
        return counters.adoptedSlots().sum();
    }

    @Override
    public long getReordersSeen() {
        return counters.reordersSeen().sum();
    }

    @Override
    public long getAppendsSlowerThan10Ms() {
        return counters.slowAppends().sum();
    }
}
