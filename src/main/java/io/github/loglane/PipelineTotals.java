package io.github.loglane;

/**
 * What became of the events offered, read in one go: outcomes first, so that {@link #getUnderWay} is never negative. A JMX
 * composite; immutable.
 */
public interface PipelineTotals {

    /** Events handed to the appender. */
    long getOffered();

    /** Of these: taken into the journal. */
    long getAppended();

    /** Of these: handed to the fallback. */
    long getFallback();

    /** Of these: dropped, whatever the cause. */
    long getDropped();

    /** {@code offered - appended - fallback - dropped}: log calls under way at that moment; 0 whenever there are none. */
    long getUnderWay();
}
