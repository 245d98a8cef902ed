package io.github.loglane.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A thread that writes to a file beside the journal and has it forced to the disk every few megabytes, round and round. */
final class BusyDisk implements AutoCloseable {

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCKS_PER_FORCE = 16;
    private static final long FILE_BYTES = 512L << 20;

    private final Path file;
    private final Thread writer = new Thread(this::write, "busy-disk");
    private volatile boolean over;
    private volatile long writtenBytes;

    BusyDisk(Path parent) throws IOException {
        file = Files.createTempFile(parent, "loglane-busy-", ".bin");
        writer.start();
    }

    private void write() {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long blocks = 1; !over; blocks++) {
                channel.write(block.clear(), (blocks - 1) * BLOCK_BYTES % FILE_BYTES);
                if (blocks % BLOCKS_PER_FORCE == 0) {
                    channel.force(false);
                    writtenBytes = blocks * BLOCK_BYTES;
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        over = true;
        writer.join();
        Files.delete(file);
    }
}
