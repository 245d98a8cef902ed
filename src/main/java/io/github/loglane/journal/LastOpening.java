package io.github.loglane.journal;

/**
 * What a file's header tells of the process that had it open last.
 *
 * @param epoch its epoch; 0 where there was none, or where the header is damaged
 * @param opener the process; {@code null} with epoch 0
 * @param lastSeq the last seq it assigned, true as long as no power failed since; -1 where it cannot be told
 * @param seqBefore the same; lower where the process was killed while it noted {@code lastSeq}, whose record stands in the ring then
 * @param writtenEnd where that seq's record ends; 0 where it noted none
 * @param endedEpoch the epoch that last got its end record
 * @param gap what it had dropped and not declared, {@code null} where nothing
 * @param isClosed whether it said good-bye
 * @param endPosition where the records end, if it did
 */
record LastOpening(
        long epoch,
        Opener opener,
        long lastSeq,
        long seqBefore,
        long writtenEnd,
        long endedEpoch,
        PendingGap gap,
        boolean isClosed,
        long endPosition) {

    static LastOpening of(HeaderPage page, boolean gapInA) {
        if (!page.isSound(FileLayout.OPENING, FileLayout.OPENING_BYTES)) {
            return new LastOpening(0, null, 0, 0, 0, 0, null, false, 0);
        }
        long epoch = page.getLong(FileLayout.OPENING_EPOCH);
        boolean isClosed = page.isSound(FileLayout.CLOSED, FileLayout.CLOSED_BYTES)
                && page.getLong(FileLayout.CLOSED_EPOCH) == epoch;
        return new LastOpening(
                epoch,
                Opener.of(page),
                lastSeq(page),
                seqBefore(page),
                page.getLong(FileLayout.writtenAt(lastSeqAt(page))),
                isClosed && page.getInt(FileLayout.CLOSED_ENDED) == 1 ? epoch : page.getLong(FileLayout.ENDED_EPOCH),
                gap(page, gapInA ? FileLayout.GAP_A : FileLayout.GAP_B, epoch),
                isClosed,
                page.getLong(FileLayout.CLOSED_POSITION));
    }

    private static long lastSeq(HeaderPage page) {
        long seq = page.getLong(lastSeqAt(page));
        long before = seqBefore(page);
        return before >= 0 && before <= seq ? seq : -1;
    }

    /** The complement is written second. */
    private static long seqBefore(HeaderPage page) {
        return ~page.getLong(lastSeqAt(page) + 8);
    }

    private static int lastSeqAt(HeaderPage page) {
        return FileLayout.lastSeqAt(page.getInt(FileLayout.OPENING_NUMBER));
    }

    private static PendingGap gap(HeaderPage page, int slot, long epoch) {
        if (!page.isSound(slot, FileLayout.GAP_SLOT_BYTES) || page.getLong(slot + FileLayout.GAP_EPOCH) != epoch) {
            return null;
        }
        byte[] content = new byte[RecordLayout.GAP_BYTES];
        page.get(slot + FileLayout.GAP_CONTENT, content);
        PendingGap gap = PendingGap.of(content);
        return gap.isEmpty() ? null : gap;
    }
}
