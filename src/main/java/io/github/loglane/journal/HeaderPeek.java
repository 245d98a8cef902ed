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
        return isClosed && commitNumber() > 0 && soundCommit() == header.getLong(FileLayout.CLOSED_POSITION);
    }

    /** The newest commit; none where damage took one of the two, which may have been it. */
    OptionalLong commitPosition() {
        boolean isOneLost = commitNumber(header) < 0 || commitNumber(trailer) < 0;
        return isOneLost && !isCommitTorn() ? OptionalLong.empty() : OptionalLong.of(soundCommit());
    }

    /** Whether it looks as if the process had ended between the stores of a commit, which was not made then. */
    boolean isCommitTorn() {
        return isTornBehind(header, commitNumber(trailer)) || isTornBehind(trailer, commitNumber(header));
    }

    /** The number is stored first, the checksum last. */
    private static boolean isTornBehind(HeaderPage page, long other) {
        return commitNumber(page) < 0 && other >= 0 && page.getLong(FileLayout.COMMIT_NUMBER) == other + 1;
    }

    /** The newest commit that is left; 0 where none is. */
    long soundCommit() {
        long inHeader = commitNumber(header);
        long inTrailer = commitNumber(trailer);
        if (inHeader < 0 && inTrailer < 0) {
            return 0;
        }
        return (inHeader > inTrailer ? header : trailer).getLong(FileLayout.COMMIT_POSITION);
    }

    /** The number of {@link #soundCommit}; 0 where none is left. */
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
