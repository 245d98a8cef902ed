package io.github.loglane.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a journal's file says of itself, once and for all.
 *
 * @param capacityBytes bytes of the ring
 * @param segmentBytes bytes of each of its segments
 * @param topic the Kafka topic of its records
 * @param target where that topic is: the bootstrap servers in one form
 */
record FileDescription(long capacityBytes, int segmentBytes, long createdMs, String topic, String target) {

    private static final int MAX_TOPIC_BYTES = 249;

    /** A description for a new file; the ring gets a few bytes less where it does not divide into whole pages. */
    static FileDescription of(long journalBytes, String topic, String bootstrapServers) {
        int count = Math.toIntExact((journalBytes + RingMemory.MAX_SEGMENT_BYTES - 1) / RingMemory.MAX_SEGMENT_BYTES);
        int segmentBytes = (int) (journalBytes / count) & -FileLayout.PAGE_BYTES;
        return new FileDescription(
                (long) count * segmentBytes,
                segmentBytes,
                System.currentTimeMillis(),
                topic,
                targetOf(bootstrapServers));
    }

    /** One text for one list of servers, in whatever order and spelling. */
    static String targetOf(String bootstrapServers) {
        String sorted = Arrays.stream(bootstrapServers.split(","))
                .map(server -> server.strip().toLowerCase(Locale.ROOT))
                .filter(server -> !server.isEmpty())
                .sorted()
                .distinct()
                .collect(Collectors.joining(","));
        byte[] bytes = sorted.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= FileLayout.MAX_TARGET_BYTES ? sorted : "sha256:" + sha256(bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("expecting: SHA-256, as every Java platform has it", impossible);
        }
    }

    int segmentCount() {
        return (int) (capacityBytes / segmentBytes);
    }

    boolean isOf(String ofTopic, String ofTarget) {
        return topic.equals(ofTopic) && target.equals(ofTarget);
    }

    /** The same with room for more. */
    FileDescription withOneMoreSegment() {
        return new FileDescription(capacityBytes + segmentBytes, segmentBytes, createdMs, topic, target);
    }

    void writeTo(HeaderPage page) {
        page.putLong(FileLayout.CAPACITY, capacityBytes);
        page.putInt(FileLayout.SEGMENT, segmentBytes);
        page.putLong(FileLayout.CREATED, createdMs);
        page.putText(FileLayout.TOPIC, topic, MAX_TOPIC_BYTES);
        page.putText(FileLayout.TARGET, target, FileLayout.MAX_TARGET_BYTES);
        page.putInt(FileLayout.VERSION_AT, FileLayout.VERSION);
        page.putInt(FileLayout.DESCRIPTION_CRC, page.checksum(FileLayout.DESCRIPTION, FileLayout.DESCRIPTION_END));
        // last: a file that a crash left in the making is none
        page.putLong(FileLayout.MAGIC_AT, FileLayout.MAGIC);
    }

    /**
     * Reads the description out of the header, or out of the trailer where the header is damaged.
     *
     * @throws NewerVersionException where a later version of the library wrote it
     * @throws DamagedFileException where there is no sound description
     */
    static FileDescription read(Path path) throws IOException {
        return of(path, peek(path));
    }

    /** The same of pages that were read already. */
    static FileDescription of(Path path, HeaderPeek peek) throws IOException {
        HeaderPage sound = isSound(peek.header()) ? peek.header() : peek.trailer();
        if (!isSound(sound)) {
            // not before: one flipped bit in one of the two must not pass for a version that nobody reads
            refuseNewer(path, peek.header());
            refuseNewer(path, peek.trailer());
            throw new DamagedFileException("expecting: a journal of loglane, found: no sound description in it");
        }
        return of(sound);
    }

    private static HeaderPeek peek(Path path) throws IOException {
        try {
            return HeaderPeek.at(path);
        } catch (EOFException tooShort) {
            throw new DamagedFileException(tooShort.getMessage());
        }
    }

    /** Whether the page holds a whole description, of a version that this library reads. */
    static boolean isSound(HeaderPage page) {
        int version = page.getInt(FileLayout.VERSION_AT);
        return page.getLong(FileLayout.MAGIC_AT) == FileLayout.MAGIC
                && version >= 1
                && version <= FileLayout.VERSION
                && page.getInt(FileLayout.DESCRIPTION_CRC)
                        == page.checksum(FileLayout.DESCRIPTION, FileLayout.DESCRIPTION_END);
    }

    /** The version stands outside of the checksum: a later one may have another checksum. */
    private static void refuseNewer(Path path, HeaderPage page) throws NewerVersionException {
        int version = page.getInt(FileLayout.VERSION_AT);
        boolean ours = page.getLong(FileLayout.MAGIC_AT) == FileLayout.MAGIC;
        if (ours && version > FileLayout.VERSION && version <= NewerVersionException.MAX_PLAUSIBLE) {
            throw new NewerVersionException(path, version);
        }
    }

    private static FileDescription of(HeaderPage page) throws DamagedFileException {
        FileDescription found = new FileDescription(
                page.getLong(FileLayout.CAPACITY),
                page.getInt(FileLayout.SEGMENT),
                page.getLong(FileLayout.CREATED),
                page.text(FileLayout.TOPIC, MAX_TOPIC_BYTES),
                page.text(FileLayout.TARGET, FileLayout.MAX_TARGET_BYTES));
        boolean sound = found.segmentBytes > 0
                && found.segmentBytes <= RingMemory.MAX_SEGMENT_BYTES
                && found.segmentBytes % FileLayout.PAGE_BYTES == 0
                && found.capacityBytes > 0
                && found.capacityBytes % found.segmentBytes == 0;
        if (!sound) {
            throw new DamagedFileException("expecting: segments of whole pages, found: " + found);
        }
        return found;
    }
}
