package io.github.loglane.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Reads and writes a page of {@link FileLayout} in blocks that carry a checksum. One thread at a time for each block; several
 * for the page, since a commit and a gap may be noted at the same time.
 */
final class HeaderPage {

    private final ByteBuffer page;

    /** @param page header or trailer, {@link FileLayout#PAGE_BYTES} long */
    HeaderPage(ByteBuffer page) {
        this.page = page.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    long getLong(int at) {
        return page.getLong(at);
    }

    void putLong(int at, long value) {
        page.putLong(at, value);
    }

    int getInt(int at) {
        return page.getInt(at);
    }

    void putInt(int at, int value) {
        page.putInt(at, value);
    }

    /** The text at {@code at}; empty where its length cannot be one. */
    String text(int at, int maxBytes) {
        int length = page.getShort(at);
        if (length < 0 || length > maxBytes) {
            return "";
        }
        byte[] bytes = new byte[length];
        page.get(at + 2, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void putText(int at, String text, int maxBytes) {
        byte[] bytes = FileLayout.bounded(text, maxBytes);
        page.putShort(at, (short) bytes.length);
        page.put(at + 2, bytes);
    }

    void get(int at, byte[] into) {
        page.get(at, into);
    }

    void put(int at, byte[] bytes) {
        page.put(at, bytes);
    }

    void clear(int from, int bytes) {
        page.put(from, new byte[bytes]);
    }

    /** Whether the block's first int is the checksum of the rest; that of zeros is not 0. */
    boolean isSound(int block, int bytes) {
        return page.getInt(block) == checksum(block + 4, block + bytes);
    }

    void seal(int block, int bytes) {
        page.putInt(block, checksum(block + 4, block + bytes));
    }

    int checksum(int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(page.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }
}
