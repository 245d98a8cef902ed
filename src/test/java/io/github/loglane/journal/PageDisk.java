package io.github.loglane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** What of a journal's file is on the platter: whole pages, in whatever order they were written back. */
final class PageDisk {

    private static final int PAGE = FileLayout.PAGE_BYTES;

    private Path path;
    private RingMemory memory;
    private byte[] durable;
    private long forcedPosition;

    PageDisk(JournalFile file) throws IOException {
        path = file.path();
        memory = file.memory();
        takeAll();
    }

    /** All pages are on the disk. */
    void takeAll() throws IOException {
        durable = Files.readAllBytes(path);
    }

    /** Another process has the file open now; what was not on the disk still is not. */
    void reopened(JournalFile file) throws IOException {
        path = file.path();
        memory = file.memory();
        forcedPosition = 0;
        if (Files.size(path) != durable.length) {
            takeAll();
        }
    }

    /** A power failure starts the machine again. */
    static void haveAnotherBoot(byte[] image) {
        HeaderPage header = new HeaderPage(ByteBuffer.wrap(image));
        if (header.isSound(FileLayout.OPENING, FileLayout.OPENING_BYTES)) {
            header.putLong(FileLayout.OPENING_BOOT, header.getLong(FileLayout.OPENING_BOOT) + 1);
            header.seal(FileLayout.OPENING, FileLayout.OPENING_BYTES);
        }
    }

    /** Has the journal force its file, and takes over the pages that it is to force: those of the ring, and both ends. */
    void force(Journal journal) throws IOException {
        long to = journal.writePosition();
        journal.disk().force(to);
        byte[] now = Files.readAllBytes(path);
        long[] at = {Math.max(forcedPosition, to - memory.capacityBytes())};
        memory.forEachPiece(forcedPosition, to, (segment, index, bytes) -> {
            int from = PAGE + (int) (at[0] % memory.capacityBytes());
            for (int page = from / PAGE; page <= (from + bytes - 1) / PAGE; page++) {
                copy(now, durable, page);
            }
            at[0] += bytes;
        });
        copy(now, durable, 0);
        copy(now, durable, now.length / PAGE - 1);
        forcedPosition = to;
    }

    /** The operating system writes a page back when it likes to. */
    void writeBack(Random random) throws IOException {
        copy(Files.readAllBytes(path), durable, random.nextInt(durable.length / PAGE));
    }

    /** The header has been written back, or forced. */
    void writeBackHeader() throws IOException {
        copy(Files.readAllBytes(path), durable, 0);
    }

    /** Each page as it is or as it was last on the disk. */
    byte[] afterPowerFailure(Random random) throws IOException {
        byte[] now = Files.readAllBytes(path);
        byte[] image = durable.clone();
        int newOfTen = random.nextInt(11);
        for (int page = 0; page < image.length / PAGE; page++) {
            if (random.nextInt(10) < newOfTen) {
                copy(now, image, page);
            }
        }
        return image;
    }

    private static void copy(byte[] from, byte[] to, int page) {
        System.arraycopy(from, page * PAGE, to, page * PAGE, PAGE);
    }

    @Override
    public String toString() {
        return "PageDisk{" + path + ", " + Arrays.hashCode(durable) + '}';
    }
}
