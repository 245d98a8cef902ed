package io.github.loglane.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a file's header and trailer tell. Without the lock, while somebody may write to them: a hint, to be looked at again.
 */
final class HeaderPeek {

    private final HeaderPage header;
    private final HeaderPage trailer;

    HeaderPeek(HeaderPage header, HeaderPage trailer) {
        this.header = header;
        this.trailer = trailer;
    }

    static HeaderPeek at(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return at(path, file);
        }
    }

    /** A copy of the pages at both ends of {@code file}, which is open at {@code path}. */
    static HeaderPeek at(Path path, RandomAccessFile file) throws IOException {
        long fileBytes = file.length();
        if (fileBytes < 2L * FileLayout.PAGE_BYTES) {
            throw new EOFException("expecting: a header and a trailer in " + path + ", found: " + fileBytes + " bytes");
        }
        return new HeaderPeek(page(file, 0), page(file, fileBytes - FileLayout.PAGE_BYTES));
    }

    private static HeaderPage page(RandomAccessFile file, long at) throws IOException {
        byte[] bytes = new byte[FileLayout.PAGE_BYTES];
        file.seek(at);
        file.readFully(bytes);
        return new HeaderPage(ByteBuffer.wrap(bytes));
    }

    HeaderPage header() {
        return header;
    }

    HeaderPage trailer() {
        return trailer;
    }

    /** The cluster that the records belong to; empty where unknown. */
    String clusterId() {
        return header.isSound(FileLayout.CLUSTER, FileLayout.CLUSTER_BYTES)
                ? header.text(FileLayout.CLUSTER_TEXT, FileLayout.MAX_CLUSTER_BYTES)
                : "";
    }

    /** Whether its last process ended in order and left nothing. */
    boolean isIdle() {
        boolean isClosed = header.isSound(FileLayout.CLOSED, FileLayout.CLOSED_BYTES)
                && header.getInt(FileLayout.CLOSED_ENDED) == 1;
        return isClosed
                && commitNumber() > 0
                && commitPosition().orElse(-1) == header.getLong(FileLayout.CLOSED_POSITION);
    }

    /**
     * The newest commit that is sound; none where neither of the two is. A process killed while it notes one leaves the other: what
     * was acked in between is shipped again then, and nothing has been written over it yet.
     */
    OptionalLong commitPosition() {
        long inHeader = commitNumber(header);
        long inTrailer = commitNumber(trailer);
        if (inHeader < 0 && inTrailer < 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((inHeader > inTrailer ? header : trailer).getLong(FileLayout.COMMIT_POSITION));
    }

    /** The same; 0 where there is none. */
    long soundCommit() {
        return commitPosition().orElse(0);
    }

    /** Whether the pages at both ends are as they were written, as far as only damage can be why not. */
    boolean isSoundAtBothEnds() {
        return FileDescription.isSound(header)
                && FileDescription.isSound(trailer)
                // cut short, or never written, it has no checksum yet
                && (header.getInt(FileLayout.OPENING) == 0
                        || header.isSound(FileLayout.OPENING, FileLayout.OPENING_BYTES));
    }

    /** The number of the newest sound commit; 0 where none is left. */
    long commitNumber() {
        return Math.max(0, Math.max(commitNumber(header), commitNumber(trailer)));
    }

    private static long commitNumber(HeaderPage page) {
        boolean sound = page.isSound(FileLayout.COMMIT, FileLayout.COMMIT_BYTES)
                && page.getLong(FileLayout.COMMIT_POSITION) >= 0
                && page.getLong(FileLayout.COMMIT_POSITION) % 8 == 0;
        return sound ? page.getLong(FileLayout.COMMIT_NUMBER) : -1;
    }

    /** The number of the newest pending gap noted; 0 where none is. */
    long gapNumber() {
        return Math.max(0, Math.max(gapNumber(FileLayout.GAP_A), gapNumber(FileLayout.GAP_B)));
    }

    private long gapNumber(int slot) {
        return header.isSound(slot, FileLayout.GAP_SLOT_BYTES) ? header.getLong(slot + FileLayout.GAP_NUMBER) : -1;
    }

    /** What the last opening of this file noted. */
    LastOpening lastOpening() {
        return LastOpening.of(header, gapNumber(FileLayout.GAP_A) > gapNumber(FileLayout.GAP_B));
    }
}
