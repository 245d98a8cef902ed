package io.github.loglane.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What a file's header and trailer tell without the lock, while somebody may write to them: a hint, to be looked at again. */
final class HeaderPeek {

    private final HeaderPage header;
    private final HeaderPage trailer;

    private HeaderPeek(HeaderPage header, HeaderPage trailer) {
        this.header = header;
        this.trailer = trailer;
    }

    static HeaderPeek at(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long fileBytes = file.length();
            if (fileBytes < 2L * FileLayout.PAGE_BYTES) {
                throw new EOFException(
                        "expecting: a header and a trailer in " + path + ", found: " + fileBytes + " bytes");
            }
            return new HeaderPeek(page(file, 0), page(file, fileBytes - FileLayout.PAGE_BYTES));
        }
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
        return isClosed && Math.max(commit(header), commit(trailer)) == header.getLong(FileLayout.CLOSED_POSITION);
    }

    private static long commit(HeaderPage page) {
        return page.isSound(FileLayout.COMMIT, FileLayout.COMMIT_BYTES) ? page.getLong(FileLayout.COMMIT_POSITION) : -1;
    }
}
