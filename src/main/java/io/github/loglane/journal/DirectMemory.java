package io.github.loglane.journal;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How much direct memory the JVM would still give. At its limit every socket and file channel of the application fails, if only for
 * a moment, so the limit is asked for and not tried. Stateless; safe for any thread. Loads the JVM's management, which takes some 40 ms.
 */
final class DirectMemory {

    private static final int COLLECTIONS = 2;
    /** The JVM frees them on a thread of its own. */
    private static final long RELEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private DirectMemory() {}

    /**
     * The size of the heap, which is the default, where the JVM does not tell: without its management, or another one than HotSpot.
     *
     * @param enoughBytes where there is less, the garbage collector runs first, as the JVM itself has it do at the limit: buffers
     *     that nobody uses any more count until it has found them
     */
    static long freeBytes(long enoughBytes) {
        try {
            long freeBytes = HotSpot.freeBytes();
            for (int turn = 0; freeBytes < enoughBytes && turn < COLLECTIONS; turn++) {
                System.gc();
                LockSupport.parkNanos(RELEASE_NANOS);
                freeBytes = HotSpot.freeBytes();
            }
            return freeBytes;
        } catch (RuntimeException | LinkageError untold) {
            return Runtime.getRuntime().maxMemory();
        }
    }

    /** Apart, so that it is loaded only where there is management. */
    private static final class HotSpot {

        static long freeBytes() {
            long limitBytes = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption("MaxDirectMemorySize")
                    .getValue());
            long usedBytes = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getTotalCapacity)
                    .sum();
            return Math.max(
                    0, (limitBytes > 0 ? limitBytes : Runtime.getRuntime().maxMemory()) - usedBytes);
        }
    }
}
