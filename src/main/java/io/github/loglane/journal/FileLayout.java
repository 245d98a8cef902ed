package io.github.loglane.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a journal's file, little-endian: a header page, the ring, a trailer page.
 *
 * <pre>
 *       0  header   4096 bytes
 *    4096  ring     capacity bytes: records as {@link RecordLayout} draws them, in segments of one size
 *          trailer  4096 bytes: a second copy of the description, and every second commit
 *
 * header and trailer                        (blocks marked * begin with an int CRC32C of the rest of the block)
 *       0  long   magic      "loglane\n"                                          description, written once
 *       8  int    version    {@link #VERSION}
 *      12  int    crc        CRC32C of bytes 16 to 2048
 *      16  long   capacity   bytes of the ring, a multiple of segment
 *      24  int    segment    bytes of each segment, a multiple of 4096; no record crosses its end
 *      28  int    reserved   0
 *      32  long   created    ms since 1970
 *      40  text   topic      short length in bytes, then UTF-8
 *     296  text   target     bootstrap servers, sorted; the SHA-256 of a list longer than 1,500 bytes
 *
 *    2048* 256    opening    int number, long epoch, long started (ms), long pid, 2 longs boot id, text host     header only
 *    2304* 128    cluster    text cluster id, empty until known                                             header only
 *    2432*  32    closed     int ended (0 or 1), long epoch, long end position; all 0 while open            header only
 *    2560  long   allocated  bytes of the ring backed by the disk, from its beginning                       header only
 *    2568  long   ended      the epoch that last got its end record, a hint                                 header only
 *    2576  4 long last seq   assigned, and its complement; openings with an even number use the first pair,  header only
 *                            with an odd one the second
 *    2608  2 long written    where the record of the last seq ends, for even and odd openings: a hint that     header only
 *                            tells of damage to the last records
 *    2624* 160    gap        int 0, long number, long epoch, the pending gap; the higher number counts      header only
 *    2816* 160    gap        the same, in turns with the one before                                         header only
 *    3072*  32    commit     int 0, long number, long position; odd numbers stand in the trailer, even in the header
 * </pre>
 *
 * <p>Nothing but a record's position and checksums tells where the records end: there is no write position to trust. The
 * commits stand in two pages, so that damage to one page repeats records instead of losing the place.
 */
final class FileLayout {

    /** The version written. All older ones are read; a newer one is refused. */
    static final int VERSION = 1;

    static final long MAGIC = 0x0A656E616C676F6CL;
    static final int PAGE_BYTES = 4096;

    static final int MAGIC_AT = 0;
    static final int VERSION_AT = 8;
    static final int DESCRIPTION_CRC = 12;
    static final int DESCRIPTION = 16;
    static final int CAPACITY = 16;
    static final int SEGMENT = 24;
    static final int CREATED = 32;
    static final int TOPIC = 40;
    static final int TARGET = 296;
    static final int DESCRIPTION_END = 2048;

    static final int MAX_TARGET_BYTES = 1500;

    static final int OPENING = 2048;
    static final int OPENING_BYTES = 256;
    static final int OPENING_NUMBER = OPENING + 4;
    static final int OPENING_EPOCH = OPENING + 8;
    static final int OPENING_STARTED = OPENING + 16;
    static final int OPENING_PID = OPENING + 24;
    static final int OPENING_BOOT = OPENING + 32;
    static final int OPENING_HOST = OPENING + 48;
    static final int MAX_HOST_BYTES = 200;

    static final int CLUSTER = 2304;
    static final int CLUSTER_BYTES = 128;
    static final int CLUSTER_TEXT = CLUSTER + 4;
    static final int MAX_CLUSTER_BYTES = 120;

    static final int CLOSED = 2432;
    static final int CLOSED_BYTES = 32;
    static final int CLOSED_ENDED = CLOSED + 4;
    static final int CLOSED_EPOCH = CLOSED + 8;
    static final int CLOSED_POSITION = CLOSED + 16;

    static final int ALLOCATED = 2560;
    static final int ENDED_EPOCH = 2568;
    static final int LAST_SEQ = 2576;
    static final int WRITTEN = 2608;

    static final int GAP_A = 2624;
    static final int GAP_B = 2816;
    static final int GAP_SLOT_BYTES = 160;
    static final int GAP_NUMBER = 8;
    static final int GAP_EPOCH = 16;
    static final int GAP_CONTENT = 24;

    static final int COMMIT = 3072;
    static final int COMMIT_BYTES = 32;
    static final int COMMIT_NUMBER = COMMIT + 8;
    static final int COMMIT_POSITION = COMMIT + 16;

    private FileLayout() {}

    /** Where the last seq stands of the opening with this number. */
    static int lastSeqAt(int openingNumber) {
        return LAST_SEQ + 16 * (openingNumber & 1);
    }

    /** Where it is noted how far the opening has written whose last seq stands at {@code lastSeqAt}. */
    static int writtenAt(int lastSeqAt) {
        return WRITTEN + (lastSeqAt - LAST_SEQ) / 2;
    }

    /** Bytes of the whole file. */
    static long fileBytes(long capacityBytes) {
        return capacityBytes + 2 * PAGE_BYTES;
    }

    /** The beginning of {@code text} in UTF-8, at most {@code maxBytes}, no character cut. */
    static byte[] bounded(String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes) {
            return bytes;
        }
        int end = maxBytes;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
