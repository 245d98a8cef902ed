package io.github.loglane.ship;

import io.github.loglane.journal.JournalRecord;

/**
 * Worker to partition: the integer id, or Kafka's murmur2 hash of a text id made positive as Kafka's default partitioner makes
 * it, modulo the count of partitions. No worker: partition 0.
 */
final class PartitionMap {

    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;
    private static final int SEED = 0x9747b28c;

    private PartitionMap() {}

    static int partitionOf(JournalRecord item, int partitionCount) {
        if (item.hasWorkerNumber()) {
            return Math.floorMod(item.worker(), partitionCount);
        }
        return item.hasWorkerText() ? partitionOf(item.workerText(), partitionCount) : 0;
    }

    static int partitionOf(byte[] workerText, int partitionCount) {
        return (murmur2(workerText) & 0x7fffffff) % partitionCount;
    }

    /** The 32-bit MurmurHash2 with the seed that Kafka's clients use in every language. */
    static int murmur2(byte[] data) {
        int hash = SEED ^ data.length;
        int words = data.length / 4;
        for (int i = 0; i < words; i++) {
            int at = i * 4;
            int word = (data[at] & 0xff)
                    | (data[at + 1] & 0xff) << 8
                    | (data[at + 2] & 0xff) << 16
                    | (data[at + 3] & 0xff) << 24;
            word *= MULTIPLIER;
            word ^= word >>> SHIFT;
            word *= MULTIPLIER;
            hash = (hash * MULTIPLIER) ^ word;
        }
        int rest = 0;
        for (int i = data.length - 1; i >= words * 4; i--) {
            rest = (rest << 8) | (data[i] & 0xff);
        }
        if (data.length % 4 != 0) {
            hash = (hash ^ rest) * MULTIPLIER;
        }
        hash ^= hash >>> 13;
        hash *= MULTIPLIER;
        return hash ^ (hash >>> 15);
    }
}
