package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.DropCause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Images of a journal with random bits flipped, pieces zeroed or overwritten, cut off or grown, are opened: everything sound is
 * delivered, in order, and nothing else; where something was lost the file is kept aside, and what and how much is told.
 *
 * <p>{@code -Dloglane.damage.images=100000} for more, {@code -Dloglane.damage.seed} for the same once more.
 */
class DamageTest {

    private static final int IMAGES = Integer.getInteger("loglane.damage.images", 1000);
    private static final long SEED = Long.getLong("loglane.damage.seed", System.nanoTime());
    private static final int SEGMENT_BYTES = 4 * FileLayout.PAGE_BYTES;
    private static final int RING_BYTES = 4 * SEGMENT_BYTES;

    /** A record that waits in the sound image, and where in the file it stands. */
    private record Waiting(String text, int from, int to) {}

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void damagedImages_deliverAllThatIsSoundAndNothingElse() throws Exception {
        Random random = new Random(SEED);
        Path temporary = SmallRing.fastDirectory();
        for (int i = 0; i < IMAGES; i++) {
            long imageSeed = random.nextLong();
            try {
                damageOne(new Random(imageSeed), temporary.resolve("image" + i));
            } catch (Throwable failed) {
                throw new AssertionError("seed " + SEED + ", image " + i, failed);
            }
        }
        Files.delete(temporary);
        assertThat(outcomes.keySet()).contains("salvaged", "whole", "nothing known of it");
        assertThat(outcomes.get("salvaged")).as("%s", outcomes).isGreaterThan(IMAGES / 10);
    }

    private void damageOne(Random random, Path directory) throws IOException {
        SmallRing ring = new SmallRing(directory, RING_BYTES / SEGMENT_BYTES, SEGMENT_BYTES);
        Journal journal = ring.open(10);
        List<String> ever = new ArrayList<>();
        List<Waiting> waiting = fill(journal, random, ever);
        byte[] sound = Files.readAllBytes(ring.file());
        byte[] image = damage(sound.clone(), random);
        ring.leave(journal, image);
        check(ring, ever, waiting, sound, image);
        ring.delete();
    }

    /** Goes round the ring more than once; what waits then lies across its end. */
    private static List<Waiting> fill(Journal journal, Random random, List<String> ever) {
        int rounds = random.nextInt(3);
        while (journal.writePosition() < (long) rounds * RING_BYTES + random.nextInt(RING_BYTES)) {
            if (random.nextInt(20) == 0) {
                journal.drop(DropCause.FULL);
            }
            append(journal, random, ever);
            SmallRing.commit(journal, journal.usedBytes() > RING_BYTES / 2 ? 2 : 0);
        }
        List<Waiting> waiting = new ArrayList<>();
        JournalRecord item = new JournalRecord();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            int from = FileLayout.PAGE_BYTES + (int) (item.position() % RING_BYTES);
            at = item.nextPosition();
            waiting.add(new Waiting(SmallRing.text(item), from, from + (int) (at - item.position())));
        }
        return waiting;
    }

    private static void append(Journal journal, Random random, List<String> ever) {
        byte[] body = new byte[random.nextInt(1200)];
        random.nextBytes(body);
        long at = journal.writePosition();
        JournalRecord item = new JournalRecord();
        if (journal.append(SmallRing.draft(RecordKind.EVENT, Priority.HIGH, body), 0, null) == AppendResult.APPENDED) {
            assertThat(journal.read(at, item)).isTrue();
            ever.add(SmallRing.text(item));
        }
    }

    private static byte[] damage(byte[] image, Random random) {
        byte[] damaged = image;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(Math.max(1, damaged.length));
            int page = at / FileLayout.PAGE_BYTES * FileLayout.PAGE_BYTES;
            int pageEnd = Math.min(damaged.length, page + FileLayout.PAGE_BYTES);
            switch (random.nextInt(7)) {
                case 0, 1 -> flip(damaged, at, random);
                case 2 -> Arrays.fill(damaged, page, pageEnd, (byte) 0);
                case 3 -> Arrays.fill(damaged, at, Math.min(damaged.length, at + random.nextInt(200)), (byte) -1);
                case 4 -> damaged = Arrays.copyOf(damaged, at);
                case 5 -> damaged = Arrays.copyOf(damaged, damaged.length + random.nextInt(5000));
                default -> flip(damaged, random.nextInt(Math.min(damaged.length, FileLayout.PAGE_BYTES) + 1), random);
            }
        }
        return damaged;
    }

    private static void flip(byte[] image, int at, Random random) {
        if (at < image.length) {
            image[at] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void check(SmallRing ring, List<String> ever, List<Waiting> waiting, byte[] sound, byte[] image)
            throws IOException {
        List<String> all = waiting.stream().map(Waiting::text).toList();
        List<String> whole = waiting.stream()
                .filter(record -> record.to() <= image.length
                        && Arrays.equals(sound, record.from(), record.to(), image, record.from(), record.to()))
                .map(Waiting::text)
                .toList();
        Journal journal = ring.open(11);
        List<String> found = new ArrayList<>(SmallRing.read(journal));
        journal.close(false);
        assertThat(journal.disk().failure()).isNull();
        if (!isDescribed(image) && saysNewer(image)) {
            // a flip in the only description left: nobody can tell it from a later version's file, which must be left
            // alone
            count("newer");
            assertThat(found).isEmpty();
            assertThat(ring.keptAside()).isEmpty();
            assertThat(ring.lines()).isNotEmpty().allMatch(line -> line.contains(" has journal version "));
            return;
        }
        if (!isDescribed(image)) {
            count("nothing known of it");
            assertThat(found).isEmpty();
            assertThat(ring.keptAside()).hasSize(1);
            assertThat(ring.lines()).hasSize(1).first().asString().contains("a damaged journal is kept as ");
            return;
        }
        found.removeIf(text -> text.endsWith(" end") || text.contains(" end gap "));
        // also what was acked, where the newest commit was damaged, and what was hit in its padding only
        assertThat(found).containsAll(whole);
        assertThat(found.stream().map(ever::indexOf).toList())
                .isSorted()
                .doesNotHaveDuplicates()
                .doesNotContain(-1);
        List<String> lost = new ArrayList<>(all);
        lost.removeAll(found);
        if (!lost.isEmpty()) {
            assertThat(ring.keptAside()).hasSize(1);
        }
        if (ring.keptAside().isEmpty()) {
            count("whole");
            assertThat(ring.lines()).isEmpty();
        } else {
            count("salvaged");
            assertThat(Files.readAllBytes(ring.keptAside().get(0))).startsWith(Arrays.copyOf(image, image.length));
            assertThat(ring.lines().get(0))
                    .contains(ring.keptAside().get(0).toString())
                    .containsPattern("[0-9]+ bytes hold no sound record, at positions|a page at one of its ends")
                    .contains(found.size() + " records are sound");
        }
    }

    private static boolean isDescribed(byte[] image) {
        return isSoundAt(image, 0) || isSoundAt(image, image.length - FileLayout.PAGE_BYTES);
    }

    private static boolean isSoundAt(byte[] image, int page) {
        return page >= 0
                && page + FileLayout.PAGE_BYTES <= image.length
                && image.length >= 2 * FileLayout.PAGE_BYTES
                && FileDescription.isSound(
                        new HeaderPage(ByteBuffer.wrap(Arrays.copyOfRange(image, page, page + FileLayout.PAGE_BYTES))));
    }

    private static boolean saysNewer(byte[] image) {
        return saysNewer(image, 0) || saysNewer(image, image.length - FileLayout.PAGE_BYTES);
    }

    private static boolean saysNewer(byte[] image, int page) {
        if (page < 0 || image.length < 2 * FileLayout.PAGE_BYTES) {
            return false;
        }
        ByteBuffer at = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int version = at.getInt(page + FileLayout.VERSION_AT);
        return at.getLong(page + FileLayout.MAGIC_AT) == FileLayout.MAGIC
                && version > FileLayout.VERSION
                && version <= NewerVersionException.MAX_PLAUSIBLE;
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }
}
