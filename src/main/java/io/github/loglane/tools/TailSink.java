package io.github.loglane.tools;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From records as they are read to lines as they are printed: chosen, without duplicates, in order. One thread at a time. */
final class TailSink {

    private final TailFilter filter;
    private final TailFormat format;
    private final PrintWriter out;
    private final TerminalProgress progress;
    private final MergeBuffer merge = new MergeBuffer(this::print);
    private final RecentIds recent = new RecentIds();
    private final TailRecord record = new TailRecord();
    private boolean isPrinted;

    TailSink(TailFilter filter, TailFormat format, PrintWriter out, TerminalProgress progress) {
        this.filter = filter;
        this.format = format;
        this.out = out;
        this.progress = progress;
    }

    MergeBuffer merge() {
        return merge;
    }

    void take(ConsumerRecord<ByteBuffer, ByteBuffer> next) {
        merge.reach(next.partition(), next.timestamp());
        record.readHead(next);
        if (!filter.mayConcern(record)) {
            return;
        }
        record.readBody();
        String text = text();
        // a record that is not ours has no id by which to know it again
        if (text != null && (!record.isOurs() || recent.add(record.epoch(), record.seq()))) {
            merge.add(TailLine.of(record, text), System.nanoTime());
        }
    }

    /** What is to be printed of the record, or {@code null}. */
    private String text() {
        if (filter.shows(record)) {
            return format.record(record);
        }
        return filter.showsGap(record) ? format.gap(record) : null;
    }

    private void print(TailLine line) {
        if (!isPrinted) {
            progress.clear();
            isPrinted = true;
        }
        out.print(line.text());
        // not println, which would flush each line
        out.print('\n');
    }

    /** Hands on what was printed. */
    void flush() {
        if (isPrinted) {
            out.flush();
            isPrinted = false;
        }
    }

    /** Tells how far a long read has come, in a line that the next record takes away. */
    void progress(long readOffsets, long totalOffsets) {
        progress.at(readOffsets, totalOffsets);
    }

    void end() {
        merge.releaseAll();
        progress.clear();
        flush();
    }

    /** Whether anybody reads what is printed. */
    boolean isListening() {
        return !out.checkError();
    }
}
