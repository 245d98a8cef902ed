package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.status.DropCause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A ring whose memory is allocated while it is in use, and one for which there is less than was asked for. */
class GrowingRingTest {

    private static final int SEGMENT_BYTES = 4096;
    private static final int SEGMENTS = 8;
    private static final byte[] BODY = new byte[500];

    private final AtomicInteger allocated = new AtomicInteger();
    private final JournalRecord item = new JournalRecord();
    private int limit = SEGMENTS;

    private ByteBuffer allocate(int bytes) {
        if (allocated.get() == limit) {
            throw new OutOfMemoryError("no more for this test");
        }
        allocated.incrementAndGet();
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Journal journal() {
        return new Journal(RingMemory.growing(SEGMENTS * SEGMENT_BYTES, SEGMENT_BYTES, this::allocate), 1);
    }

    private static AppendResult append(Journal journal) {
        RecordDraft draft = new RecordDraft().begin(RecordKind.EVENT, Priority.HIGH, 1);
        return journal.append(draft.body(BODY, BODY.length, false), 0, null);
    }

    /** Reads and commits what there is; returns how many records that were, in order from {@code seq} on. */
    private int readAll(Journal journal, long seq) {
        int count = 0;
        while (journal.read(journal.commitPosition(), item)) {
            assertThat(item.seq()).isEqualTo(seq + count);
            assertThat(item.bodyBytes()).isEqualTo(BODY.length);
            count++;
            journal.commit(item.nextPosition());
        }
        return count;
    }

    @Test
    void ring_beginsWithOneSegment_andTakesTheOthersAsItIsWrittenTo() {
        Journal journal = journal();
        assertThat(allocated).hasValue(1);
        assertThat(journal.capacityBytes()).isEqualTo(SEGMENTS * SEGMENT_BYTES);
        int appended = 0;
        while (append(journal) == AppendResult.APPENDED) {
            appended++;
            assertThat(allocated.get()).isEqualTo((int) ((journal.writePosition() - 1) / SEGMENT_BYTES) + 1);
        }
        assertThat(allocated).hasValue(SEGMENTS);
        assertThat(readAll(journal, 1)).isEqualTo(appended);
    }

    @Test
    void allocateSome_allocatesOneSegmentAtATime_untilAllAreThere() {
        Journal journal = journal();
        int calls = 0;
        while (journal.allocateSome()) {
            calls++;
            assertThat(allocated).hasValue(1 + calls);
        }
        assertThat(allocated).hasValue(SEGMENTS);
        assertThat(journal.allocateSome()).isFalse();
        assertThat(journal.capacityBytes()).isEqualTo(journal.wantedBytes());
    }

    @Test
    void smallRing_isOneSegment() {
        Journal journal = Journal.inMemory(1 << 20, 16 << 10, 1);
        assertThat(journal.allocateSome()).isFalse();
        assertThat(journal.capacityBytes()).isEqualTo(1 << 20);
    }

    @Test
    void oddCapacity_losesAFewBytesAtMost() {
        Journal journal = Journal.inMemory((32 << 20) + 12_345, 64 << 10, 1);
        while (journal.allocateSome()) {
            assertThat(journal.capacityBytes()).isBetween(32L << 20, (32L << 20) + 12_345);
        }
        assertThat(journal.capacityBytes()).isEqualTo(journal.wantedBytes());
    }

    @Test
    void appendWithoutMemory_makesTheRingSmaller_andLosesNothingUndeclared() {
        limit = 3;
        Journal journal = journal();
        long seq = 1;
        for (int round = 0; round < 100; round++) {
            int appended = 0;
            while (append(journal) == AppendResult.APPENDED) {
                appended++;
            }
            assertThat(journal.capacityBytes()).isEqualTo(3 * SEGMENT_BYTES);
            assertThat(journal.read(journal.commitPosition(), item)).isTrue();
            if (round > 0) {
                assertThat(item.gap().from()).isEqualTo(seq);
                assertThat(item.gap().count(DropCause.FULL)).isEqualTo(1);
                seq = item.gap().to() + 1;
            }
            assertThat(appended).isGreaterThan(15);
            assertThat(readAll(journal, seq)).isEqualTo(appended);
            seq += appended;
        }
        assertThat(allocated).hasValue(3);
        assertThat(journal.wantedBytes()).isEqualTo(SEGMENTS * SEGMENT_BYTES);
    }

    @Test
    void fit_endsTheRingAtWhatIsAvailable() {
        RingMemory memory = RingMemory.growing(SEGMENTS * SEGMENT_BYTES, SEGMENT_BYTES, this::allocate);
        memory.fit(2L * SEGMENTS * SEGMENT_BYTES);
        assertThat(memory.capacityBytes()).isEqualTo(SEGMENTS * SEGMENT_BYTES);
        memory.fit(4L * SEGMENT_BYTES - 1);
        assertThat(memory.capacityBytes()).isEqualTo(4 * SEGMENT_BYTES);
        while (memory.allocateNext()) {
            assertThat(allocated.get()).isLessThanOrEqualTo(4);
        }
        assertThat(allocated).hasValue(4);
        assertThat(memory.isWhole()).isTrue();
        memory.fit(0);
        assertThat(memory.capacityBytes()).as("what is there").isEqualTo(4 * SEGMENT_BYTES);
    }

    @Test
    void fit_lowersTheLimitsOfAllPriorities_andAllGoesOnInWhatIsThere() {
        RingMemory memory = RingMemory.growing(SEGMENTS * SEGMENT_BYTES, SEGMENT_BYTES, this::allocate);
        Journal journal = new Journal(memory, 1);
        memory.fit(SEGMENT_BYTES);
        assertThat(journal.capacityBytes()).isEqualTo(2 * SEGMENT_BYTES);
        while (!journal.wouldShed(Priority.LOW)) {
            assertThat(append(journal)).isEqualTo(AppendResult.APPENDED);
        }
        assertThat(journal.usedBytes()).isBetween(2L * SEGMENT_BYTES * 79 / 100, 2L * SEGMENT_BYTES * 89 / 100);
        for (int round = 0, seq = 1; round < 20; round++) {
            int count = readAll(journal, seq);
            seq += count;
            for (int i = 0; i < count; i++) {
                assertThat(append(journal)).isEqualTo(AppendResult.APPENDED);
            }
        }
        assertThat(allocated).hasValue(2);
    }

    @Test
    void oneSegmentIsAllThereIs_theLargestRecordAlwaysFindsRoom() {
        limit = 1;
        int largest = SEGMENT_BYTES / 2 - RecordLayout.HEADER_BYTES - RecordLayout.GAP_BYTES - 8;
        Journal journal = journal();
        for (int bytes = 0; bytes <= largest; bytes += 7) {
            byte[] body = new byte[bytes];
            RecordDraft draft = new RecordDraft().begin(RecordKind.EVENT, Priority.NORMAL, 1);
            assertThat(journal.append(draft.body(body, bytes, false), 0, null))
                    .as("%d bytes", bytes)
                    .isEqualTo(AppendResult.APPENDED);
            assertThat(journal.read(journal.commitPosition(), item)).isTrue();
            assertThat(item.bodyBytes()).isEqualTo(bytes);
            journal.commit(item.nextPosition());
        }
        journal.allocateSome();
        assertThat(journal.capacityBytes()).isEqualTo(SEGMENT_BYTES);
        assertThat(append(journal)).isEqualTo(AppendResult.APPENDED);
    }

    @Test
    void allocateAll_isAllOrAnError() {
        RingMemory memory = RingMemory.growing(SEGMENTS * SEGMENT_BYTES, SEGMENT_BYTES, this::allocate);
        memory.allocateAll();
        assertThat(allocated).hasValue(SEGMENTS);
        allocated.set(0);
        limit = 3;
        RingMemory shorter = RingMemory.growing(SEGMENTS * SEGMENT_BYTES, SEGMENT_BYTES, this::allocate);
        assertThatThrownBy(shorter::allocateAll)
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("direct memory for 32768 bytes, found: for 12288");
    }

    @Test
    void noMemoryAtAll_isTold() {
        limit = 0;
        assertThatThrownBy(this::journal).isInstanceOf(OutOfMemoryError.class);
    }
}
