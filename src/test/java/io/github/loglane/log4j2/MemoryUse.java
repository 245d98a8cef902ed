package io.github.loglane.log4j2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What this JVM holds at a moment, after garbage collections that leave no more direct memory to free. */
public record MemoryUse(long heapBytes, long directBytes, long threads, long descriptors, long mappings) {

    private static final long FREEING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    public static MemoryUse now() {
        long directBytes = directBytesHeld();
        long mappings = mappedJournals();
        for (int unchanged = 0; unchanged < 3; ) {
            System.gc();
            // buffers are freed by a thread of the JVM, a moment later
            LockSupport.parkNanos(FREEING_NANOS);
            long before = directBytes;
            directBytes = directBytesHeld();
            long mappedBefore = mappings;
            mappings = mappedJournals();
            unchanged = directBytes < before || mappings < mappedBefore ? 0 : unchanged + 1;
        }
        return new MemoryUse(
                heapBytesAfterCollection(),
                directBytes,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openDescriptors(),
                mappings);
    }

    /** What the last collection of each pool left, however much the other threads have allocated since. */
    private static long heapBytesAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private static long directBytesHeld() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Pieces of journals' files in this process's memory, of deleted ones too. */
    private static long mappedJournals() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(".journal")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long openDescriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "heap %d KiB, direct %d KiB, %d threads, %d descriptors, %d mappings"
                .formatted(heapBytes >> 10, directBytes >> 10, threads, descriptors, mappings);
    }
}
