package io.github.loglane;

import io.github.loglane.status.Counters;

/** A {@link PipelineTotals} as the counters were. */
record Totals(long offered, long appended, long fallback, long dropped) implements PipelineTotals {

    static Totals of(Counters counters) {
        long appended = counters.appended().sum();
        long fallback = counters.fallback().sum();
        long dropped = counters.droppedSum();
        // last: each outcome counted above was counted as offered before
        return new Totals(counters.offered().sum(), appended, fallback, dropped);
    }

    @Override
    public long getOffered() {
        return offered;
    }

    @Override
    public long getAppended() {
        return appended;
    }

    @Override
    public long getFallback() {
        return fallback;
    }

    @Override
    public long getDropped() {
        return dropped;
    }

    @Override
    public long getUnderWay() {
        return offered - appended - fallback - dropped;
    }
}
