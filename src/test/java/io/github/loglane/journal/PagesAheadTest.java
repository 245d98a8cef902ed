package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shipper's thread takes the page faults of the appending ones, and never what they wrote. */
class PagesAheadTest {

    private static final int PAGE = FileLayout.PAGE_BYTES;
    private static final int RING_BYTES = 32 << 20;
    private static final int STEP_BYTES = 64 << 10;

    @TempDir
    Path temporary;

    private final ExecutorService reader = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() throws InterruptedException {
        reader.shutdownNow();
        assertThat(reader.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    /** Several rounds, for what the compiler makes of it meanwhile: a plain store of what was just loaded it leaves out. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void append_toPagesPreparedByAnotherThread_hasHardlyAPageFault() throws Exception {
        long unprepared = pageFaultsOfAppends("unprepared", false);
        for (int round = 1; round <= 10; round++) {
            assertThat(pageFaultsOfAppends("prepared-" + round, true))
                    .as("in round %d, with %d unprepared", round, unprepared)
                    .isLessThan(Math.max(50, unprepared / 4));
        }
    }

    private long pageFaultsOfAppends(String name, boolean isPrepared) throws Exception {
        JournalFile file = newFile(name);
        try {
            RingWriter writer = new RingWriter(file.memory(), file);
            RecordDraft draft = new RecordDraft();
            byte[] body = new byte[400];
            // made once: new memory has page faults of its own
            PendingGap noGap = new PendingGap();
            long before = pageFaults();
            long position = 0;
            for (int step = 1; position < RING_BYTES / 2; step++) {
                if (isPrepared) {
                    prepare(file, position, step);
                }
                for (long end = position + STEP_BYTES; position < end; ) {
                    draft.begin(RecordKind.EVENT, Priority.HIGH, 1).worker(1).body(body, body.length, false);
                    position = writer.write(draft, 1, 1, noGap, 0, position);
                }
            }
            return pageFaults() - before;
        } finally {
            file.close();
        }
    }

    private void prepare(JournalFile file, long writePosition, int step) throws Exception {
        long nowNanos = step * PagesAhead.INTERVAL_NANOS;
        reader.submit(() -> file.ahead().touch(writePosition, RING_BYTES, RING_BYTES, nowNanos))
                .get();
    }

    private JournalFile newFile(String name) throws IOException {
        FileDescription description = new FileDescription(RING_BYTES, RING_BYTES, 1, "logs", "a:9092");
        JournalFile file = JournalFile.create(temporary.resolve(name), description);
        file.ensureAllocated(RING_BYTES);
        return file;
    }

    /** The calling thread's own, minor ones. */
    private static long pageFaults() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        // behind the name, which may have spaces: state ppid pgrp session tty tpgid flags minflt
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 9)[7]);
    }

    @Test
    void touch_leavesAllAsItStands() {
        RingMemory memory = RingMemory.growing(8 * PAGE, 4 * PAGE);
        memory.allocateNext();
        byte[] bytes = new byte[4 * PAGE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        memory.segment(0).put(0, bytes);
        memory.segment(4 * PAGE).put(0, bytes);
        PagesAhead ahead = new PagesAhead(memory);
        for (int step = 0; step < 100; step++) {
            ahead.touch(step * 100L, step * 100L + 8 * PAGE, 8 * PAGE, step * PagesAhead.INTERVAL_NANOS);
        }
        byte[] after = new byte[4 * PAGE];
        for (int segment = 0; segment < 2; segment++) {
            memory.segment(segment * 4L * PAGE).get(0, after);
            assertThat(Arrays.equals(after, bytes)).isTrue();
        }
    }

    /** Where two stores to the same page meet, the writer's stays. A page is looked at again while it is written to. */
    @Test
    void claim_keepsTheReaderOffThePagesOfTheWriter() throws Exception {
        RingMemory memory = RingMemory.growing(8 * PAGE, 8 * PAGE);
        PagesAhead ahead = new PagesAhead(memory);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicLong page = new AtomicLong();
        Runnable touching = () -> {
            for (long now = 0; !Thread.currentThread().isInterrupted(); now += PagesAhead.INTERVAL_NANOS) {
                long committed = page.get();
                ahead.touch(committed + 8, committed + 8 * PAGE, 8 * PAGE, now);
                begun.countDown();
            }
        };
        reader.execute(touching);
        begun.await();
        for (long position = 0; position < 200_000L * PAGE; position += PAGE) {
            ahead.claim(position + 8);
            int index = (int) (position % (8 * PAGE));
            memory.segment(index).putLong(index, position);
            page.set(position);
            assertThat(memory.segment(index).getLong(index)).isEqualTo(position);
            int before = (int) ((position + 7 * PAGE) % (8 * PAGE));
            if (position > 0) {
                assertThat(memory.segment(before).getLong(before)).isEqualTo(position - PAGE);
            }
        }
    }
}
