package io.github.loglane.journal;

/**
 * The bytes of one record, little-endian, beginning at a multiple of 8:
 *
 * <pre>
 *    0  int    headerCrc    CRC32C of bytes 4 to 64 and of the gap
 *    4  int    length       of header, gap, worker and body, without the padding to the next multiple of 8
 *    8  long   position     absolute: bytes ever appended before this record; position % capacity is where it stands
 *   16  long   epoch        64 random bits of the journal's opening
 *   24  long   seq          from 1, across all lanes of the epoch
 *   32  long   timestampMs  of the event, since 1970
 *   40  long   worker       the integer worker id; 0 where it is a text or none
 *   48  int    bodyCrc      CRC32C of worker text and body
 *   52  byte   kind         code of the {@link RecordKind}
 *   53  byte   flags        {@link #STAMPED}, {@link #WORKER_NUMBER}, {@link #WORKER_TEXT}
 *   54  short  workerBytes  length of the worker's text
 *   56  int    gapBytes     0, or {@link #GAP_BYTES}
 *   60  int    reserved     0
 *   64         gap          first and last seq dropped, then one count per {@link io.github.loglane.status.DropCause}
 *              worker       the worker id's text in UTF-8, where it is no integer
 *              body
 * </pre>
 *
 * <p>Two checksums, because the body's is computed outside the lock and the header's, which holds the seq, within. Both
 * must match: the header's covers the body's. No record crosses a seam. Where 64 bytes or more are left before a seam, a
 * {@link RecordKind#PAD} record of header size tells that the rest is unused; where less is left, nothing does.
 *
 * <p>The header is written last. A process killed while it copies a record in leaves no sound header, so a sound header with
 * another body tells of damage. (A thread's stores up to the kill all reach the page cache, in its order or not at all.)
 */
final class RecordLayout {

    static final int HEADER_CRC = 0;
    static final int LENGTH = 4;
    static final int POSITION = 8;
    static final int EPOCH = 16;
    static final int SEQ = 24;
    static final int TIMESTAMP_MS = 32;
    static final int WORKER = 40;
    static final int BODY_CRC = 48;
    static final int KIND = 52;
    static final int FLAGS = 53;
    static final int WORKER_BYTES = 54;
    static final int GAP_LENGTH = 56;
    static final int RESERVED = 60;
    static final int HEADER_BYTES = 64;

    /** The body is a JSON object that the shipper completes with epoch and seq. */
    static final int STAMPED = 1;
    /** The worker id is the integer in the header. */
    static final int WORKER_NUMBER = 2;
    /** The worker id is the text behind the header. */
    static final int WORKER_TEXT = 4;

    /** Room for 14 causes, so that a newer version's causes need no new layout. */
    static final int GAP_CAUSES = 14;

    static final int GAP_BYTES = 8 * (2 + GAP_CAUSES);

    /** What a record may have beside its body, with what aligns it. */
    static final int MAX_AROUND_BODY_BYTES = HEADER_BYTES + GAP_BYTES + RecordDraft.MAX_WORKER_BYTES + 8;

    static final int ALIGNMENT = 8;

    private RecordLayout() {}

    static int align(int bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
