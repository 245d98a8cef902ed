package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.DropCause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A journal and a list that should hold the same, taken through the same steps. */
final class ModelRun implements AutoCloseable {

    /** What a record is to be when it is read, and where it stands. */
    record Expected(long epoch, long seq, String text, long from, long to) {}

    /** One step; the number decides its details, so that it is the same in whatever place. */
    record Step(Kind kind, long number) {
        @Override
        public String toString() {
            return kind + ":" + number;
        }
    }

    enum Kind {
        APPEND(50),
        DROP(4),
        DECLARE(2),
        READ(14),
        COMMIT(14),
        REWIND(2),
        FORCE(3),
        WRITE_BACK(6),
        STOP(3),
        KILL(2),
        POWER(2);

        private static final int SUM =
                Arrays.stream(values()).mapToInt(kind -> kind.weight).sum();
        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        static Kind any(Random random) {
            int at = random.nextInt(SUM);
            for (Kind kind : values()) {
                at -= kind.weight;
                if (at < 0) {
                    return kind;
                }
            }
            throw new AssertionError("weights");
        }
    }

    /** How often the interesting things happened: a run without them tests nothing. */
    static final class Tally {
        private long appended;
        private long refused;
        private long rounds;
        private long kills;
        private long lostToPower;
        private long keptOverPower;
        private long salvaged;
        private long wentOn;
        private long endedAfterPower;

        void check() {
            assertThat(List.of(
                            appended,
                            refused,
                            rounds,
                            kills,
                            lostToPower,
                            keptOverPower,
                            salvaged,
                            wentOn,
                            endedAfterPower))
                    .as("%s", this)
                    .allMatch(count -> count > 20);
        }

        @Override
        public String toString() {
            return "appended " + appended + ", refused " + refused + ", rounds " + rounds + ", kills " + kills
                    + ", lost to power failures " + lostToPower + ", kept " + keptOverPower + ", salvages " + salvaged
                    + ", went on under an epoch without room for its end " + wentOn
                    + ", ended after a power failure " + endedAfterPower;
        }
    }

    private static final List<Priority> PRIORITIES = List.of(Priority.values());

    private final SmallRing ring;
    private final Tally tally;
    private final JournalRecord item = new JournalRecord();
    /** All that was ever appended, in order. */
    private final Map<String, Integer> ordinals = new HashMap<>();

    private int lastOrdinal;
    private final Set<String> ids = new HashSet<>();
    /** The ids of ends. */
    private final Set<String> ends = new HashSet<>();

    private String endAfterPower;
    private List<Expected> pending = new ArrayList<>();
    private PageDisk disk;
    private Journal journal;
    private long epoch;
    private long nextSeq;
    private PendingGap gap = new PendingGap();
    private int cursor;

    ModelRun(SmallRing ring, Tally tally) throws IOException {
        this.ring = ring;
        this.tally = tally;
        open(false);
        disk = new PageDisk(journal.disk().file());
    }

    void step(Step step) throws IOException {
        Random random = new Random(step.number());
        switch (step.kind()) {
            case APPEND -> append(random);
            case DROP -> drop();
            case DECLARE -> declare();
            case READ -> read(random);
            case COMMIT -> commit(random);
            case REWIND -> cursor = 0;
            case FORCE -> disk.force(journal);
            case WRITE_BACK -> disk.writeBack(random);
            case STOP -> stop(random);
            case KILL -> kill();
            case POWER -> powerFailure(random);
        }
        assertThat(journal.usedBytes()).isLessThanOrEqualTo(journal.capacityBytes());
    }

    private void append(Random random) {
        boolean small = random.nextInt(4) > 0;
        byte[] body = new byte[random.nextInt(small ? 120 : journal.maxBodyBytes() + 1)];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ('a' + random.nextInt(26));
        }
        Priority priority = PRIORITIES.get(random.nextInt(PRIORITIES.size()));
        RecordDraft draft = SmallRing.draft(RecordKind.EVENT, priority, body);
        long usedBefore = journal.usedBytes();
        AppendResult result = journal.append(draft, 0, null);
        if (result == AppendResult.APPENDED) {
            add(epoch, nextSeq++, new String(body, StandardCharsets.US_ASCII), gap);
            tally.appended++;
        } else {
            // its length, and at most as much again as padding
            long most = usedBefore + 2L * RecordLayout.align(draft.recordBytes() + RecordLayout.GAP_BYTES);
            assertThat(most).isGreaterThan(new Fill(journal::capacityBytes).limitBytes(priority));
            assertThat(priority != Priority.HIGH || result == AppendResult.FULL).isTrue();
            gap.add(nextSeq++, result == AppendResult.FULL ? DropCause.FULL : DropCause.SHED, 1);
            tally.refused++;
        }
    }

    /** Notes what was appended, as it is to be read. Its end is known, and where it begins by its length. */
    private void add(long ofEpoch, long seq, String body, PendingGap withGap) {
        String id = RecordId.epochText(ofEpoch) + "-" + seq;
        int bytes = RecordLayout.HEADER_BYTES + (withGap.isEmpty() ? 0 : RecordLayout.GAP_BYTES) + body.length();
        long to = journal.writePosition();
        String text = id + " " + SmallRing.brief(body) + gapText(withGap);
        assertThat(ids.add(id)).as("%s is used once", id).isTrue();
        if (body.equals("end")) {
            ends.add(id);
        }
        ordinals.put(text, lastOrdinal++);
        pending.add(new Expected(ofEpoch, seq, text, to - RecordLayout.align(bytes), to));
        withGap.clear();
    }

    private static String gapText(PendingGap gap) {
        if (gap.isEmpty()) {
            return "";
        }
        ByteBuffer bytes = ByteBuffer.wrap(gap.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long from = bytes.getLong();
        long to = bytes.getLong();
        long[] counts = new long[DropCause.values().length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = bytes.getLong();
        }
        return " gap " + new Gap(from, to, counts);
    }

    private void drop() {
        assertThat(journal.drop(DropCause.ENCODE_FAILED)).isTrue();
        gap.add(nextSeq++, DropCause.ENCODE_FAILED, 1);
    }

    private void declare() {
        long seq = gap.to();
        if (journal.appendDrop(SmallRing.draft(RecordKind.DROP, "dropped"))) {
            add(epoch, seq, "dropped", gap);
        }
    }

    private void read(Random random) {
        long at =
                cursor == 0 ? journal.commitPosition() : pending.get(cursor - 1).to();
        for (int i = random.nextInt(8); i >= 0 && cursor < pending.size(); i--) {
            assertThat(journal.read(at, item)).isTrue();
            assertThat(SmallRing.text(item)).isEqualTo(pending.get(cursor).text());
            at = item.nextPosition();
            cursor++;
        }
        if (cursor == pending.size()) {
            assertThat(journal.read(at, item)).isFalse();
        }
    }

    private void commit(Random random) {
        int count = cursor == 0 ? 0 : random.nextInt(cursor + 1);
        if (count > 0) {
            long before = journal.commitPosition();
            journal.commit(pending.get(count - 1).to());
            tally.rounds += journal.commitPosition() / journal.capacityBytes() - before / journal.capacityBytes();
            pending.subList(0, count).clear();
            cursor -= count;
        }
    }

    private void stop(Random random) throws IOException {
        journal.seal();
        // its deadline may come before the end
        boolean ended = random.nextBoolean() && journal.appendEnd(SmallRing.draft(RecordKind.END, "end"));
        if (ended) {
            add(epoch, nextSeq, "end", gap);
        }
        journal.close(false);
        if (ended) {
            nextSeq = 0;
        }
        if (random.nextBoolean()) {
            disk.takeAll();
        }
        open(true);
        assertThat(readAll()).isEqualTo(texts(pending));
        disk.reopened(journal.disk().file());
    }

    private void kill() throws IOException {
        ring.kill(journal);
        tally.kills++;
        open(true);
        assertThat(ring.keptAside().size()).as("%s", ring.lines()).isEqualTo(kept);
        assertThat(readAll()).isEqualTo(texts(pending));
        disk.reopened(journal.disk().file());
    }

    private int kept;

    /** Any of the pages that were not forced is as it was or as it is. What is whole must be there, what is not must not. */
    private void powerFailure(Random random) throws IOException {
        byte[] now = Files.readAllBytes(journal.disk().path());
        byte[] image = disk.afterPowerFailure(random);
        int ringBytes = (int) journal.capacityBytes();
        List<Expected> whole = pending.stream()
                .filter(record -> isSame(now, image, record, ringBytes))
                .toList();
        PageDisk.haveAnotherBoot(image);
        ring.leave(journal, image);
        endAfterPower = null;
        open(false);
        List<String> found = readAll();
        if (endAfterPower != null) {
            found.remove(found.size() - 1);
            ordinals.put(endAfterPower, lastOrdinal++);
        }
        // what was acked may come again, ahead of the rest
        assertThat(found).containsAll(texts(whole));
        assertThat(ordinals.keySet()).as("no bad record").containsAll(found);
        assertThat(found.stream().map(ordinals::get).toList())
                .as("in order")
                .isSorted()
                .doesNotHaveDuplicates();
        tally.lostToPower += pending.size() - whole.size();
        tally.keptOverPower += whole.size();
        kept = ring.keptAside().size();
        tally.salvaged += ring.lines().stream().anyMatch(line -> line.contains("damaged")) ? 1 : 0;
        takeOver();
        disk = new PageDisk(journal.disk().file());
    }

    private static boolean isSame(byte[] now, byte[] image, Expected record, int ringBytes) {
        int from = FileLayout.PAGE_BYTES + (int) (record.from() % ringBytes);
        int to = from + (int) (record.to() - record.from());
        return Arrays.equals(now, from, to, image, from, to);
    }

    /** The model goes on with what was found. */
    private void takeOver() {
        pending = new ArrayList<>();
        long at = journal.commitPosition();
        while (journal.read(at, item)) {
            at = item.nextPosition();
            pending.add(new Expected(item.epoch(), item.seq(), SmallRing.text(item), item.position(), at));
        }
    }

    /** @param endKnown whether it must be possible to end the epoch before, where that has not ended */
    private void open(boolean endKnown) throws IOException {
        long before = epoch;
        long begun = nextSeq;
        journal = ring.directory().open(before + 1);
        Predecessor predecessor = journal.disk().predecessor();
        if (endKnown) {
            assertThat(predecessor != null).as("an epoch to end").isEqualTo(begun > 1);
        }
        if (predecessor != null && endKnown) {
            assertThat(predecessor.epoch()).isEqualTo(before);
            assertThat(predecessor.endSeq()).isEqualTo(begun);
            if (journal.appendEndOf(predecessor, SmallRing.draft(RecordKind.END, "end"))) {
                add(before, begun, "end", gap);
                beginAnother();
            } else {
                journal.goOnAs(predecessor);
                disk.writeBackHeader();
                tally.wentOn++;
            }
        } else {
            if (predecessor != null) {
                endAfterPowerFailure(predecessor);
            }
            beginAnother();
        }
        cursor = 0;
    }

    /** It said good-bye. Nothing may be known of those that came behind, but no seq must be used again; an end may come twice. */
    private void endAfterPowerFailure(Predecessor gone) {
        String id = RecordId.epochText(gone.epoch()) + "-" + gone.endSeq();
        assertThat(gone.isOfThisBoot()).isFalse();
        if (journal.appendEndOf(gone, SmallRing.draft(RecordKind.END, "end"))) {
            assertThat(!ids.contains(id) || ends.contains(id))
                    .as("%s is used once", id)
                    .isTrue();
            ids.add(id);
            ends.add(id);
            endAfterPower = readAll().get(readAll().size() - 1);
            tally.endedAfterPower++;
        }
    }

    private void beginAnother() {
        epoch++;
        nextSeq = 1;
        gap = new PendingGap();
        journal.start(SmallRing.HOST);
    }

    private List<String> readAll() {
        return SmallRing.read(journal);
    }

    private static List<String> texts(List<Expected> records) {
        return records.stream().map(Expected::text).toList();
    }

    @Override
    public void close() throws IOException {
        journal.close(false);
    }
}
