package io.github.loglane.tools;

import java.nio.charset.StandardCharsets;

/**
 * The order of one lane in one partition: each first occurrence must have a higher seq than all before it.
 *
 * <p>Where the partition's beginning was cut, what is seen first of a seq may be a duplicate: a producer that went back
 * after a fault sends a stretch again, and the log may now begin in the middle of that stretch. Such a seq is lower than
 * the first one seen, and is not judged.
 */
final class Lane {

    private final byte[] worker;
    private long firstSeq;
    private long maxSeq;
    private boolean cut;

    Lane(byte[] worker, boolean cut) {
        this.worker = worker;
        this.cut = cut;
    }

    /** Takes the first occurrence of {@code seq}; returns the higher seq that it should have preceded, or 0. */
    long takeFirst(long seq) {
        if (firstSeq == 0) {
            firstSeq = seq;
        }
        if (seq > maxSeq) {
            maxSeq = seq;
            return 0;
        }
        return cut && seq < firstSeq ? 0 : maxSeq;
    }

    /** Records were cut away between the last one taken and the next: what comes now is judged on its own. */
    void startAgain() {
        cut = true;
        firstSeq = 0;
        maxSeq = 0;
    }

    byte[] worker() {
        return worker;
    }

    /** The worker id, or {@code null} where the lane's records name none. */
    String workerText() {
        return worker == null ? null : new String(worker, StandardCharsets.UTF_8);
    }
}
