package io.github.loglane.tools;

import java.time.Instant;

/**
 * A record as it will be printed, and its place in the order: time, epoch, seq; where these are the same, as for records that
 * are not ours, partition and offset.
 */
record TailLine(Instant time, long epoch, long seq, int partition, long offset, String text)
        implements Comparable<TailLine> {

    static TailLine of(TailRecord record, String text) {
        return new TailLine(record.time(), record.epoch(), record.seq(), record.partition(), record.offset(), text);
    }

    @Override
    public int compareTo(TailLine other) {
        int order = time.compareTo(other.time);
        order = order != 0 ? order : Long.compareUnsigned(epoch, other.epoch);
        order = order != 0 ? order : Long.compare(seq, other.seq);
        order = order != 0 ? order : Integer.compare(partition, other.partition);
        return order != 0 ? order : Long.compare(offset, other.offset);
    }
}
