package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.DropCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal without room for the end of the process that left it so. */
class GoingOnTest {

    private static final long FIRST = 10;

    @TempDir
    Path temporary;

    private SmallRing ring;
    private long lastSeq;

    @BeforeEach
    void makeRing() throws IOException {
        ring = new SmallRing(temporary, 2, FileLayout.PAGE_BYTES);
    }

    /** By a process that has no room for the last of its events. */
    private Journal full() throws IOException {
        Journal journal = ring.open(FIRST);
        RecordDraft draft = SmallRing.draft(RecordKind.EVENT, Priority.HIGH, new byte[100]);
        lastSeq = 1;
        while (journal.append(draft, 0, null) == AppendResult.APPENDED) {
            lastSeq++;
        }
        return journal;
    }

    /** By a process that has logged all it wanted to. */
    private Journal brimful() throws IOException {
        Journal journal = ring.open(FIRST);
        RecordDraft draft = SmallRing.draft(RecordKind.EVENT, Priority.HIGH, new byte[100]);
        lastSeq = 0;
        while (journal.offer(draft) == AppendResult.APPENDED) {
            lastSeq++;
        }
        return journal;
    }

    private static void commitAll(Journal journal) {
        journal.commit(journal.writePosition());
    }

    private static RecordDraft end() {
        return SmallRing.draft(
                RecordKind.END, "end of one whose name is so long that its end has no room behind all the others");
    }

    /** As an application does that starts again. */
    private Journal goOn(long ownEpoch) throws IOException {
        Journal journal = ring.directory().open(ownEpoch);
        Predecessor gone = journal.disk().predecessor();
        assertThat(gone.epoch()).isEqualTo(FIRST);
        assertThat(gone.isOfThisBoot()).isTrue();
        assertThat(journal.appendEndOf(gone, end())).isFalse();
        journal.goOnAs(gone);
        return journal;
    }

    @Test
    void crashLoop_declaresAllDropsInTheEnd() throws IOException {
        ring.kill(full());
        int starts = 200;
        for (int start = 1; start <= starts; start++) {
            Journal journal = goOn(FIRST + start);
            assertThat(journal.epoch()).isEqualTo(FIRST);
            assertThat(journal.drop(DropCause.SHED)).isTrue();
            ring.kill(journal);
        }
        Journal last = goOn(999);
        commitAll(last);
        last.append(SmallRing.draft(RecordKind.EVENT, "late"), 0, null);
        long seq = lastSeq + starts + 1;
        assertThat(SmallRing.read(last))
                .containsExactly("a-" + seq + " late gap " + lastSeq + "-" + (seq - 1) + ";full=1;shed=" + starts);
        ring.kill(last);

        Journal another = ring.open(1000);
        assertThat(another.epoch()).isEqualTo(1000);
        assertThat(SmallRing.read(another)).last().isEqualTo("a-" + (seq + 1) + " end");
        another.close(false);
    }

    @Test
    void records_areOwnFromTheFirstSeqOn() throws IOException {
        ring.kill(full());
        Journal journal = goOn(11);
        JournalRecord item = new JournalRecord();
        assertThat(journal.read(journal.commitPosition(), item)).isTrue();
        assertThat(item.epoch()).isEqualTo(journal.epoch());
        assertThat(journal.isOwn(item)).isFalse();
        commitAll(journal);
        journal.append(SmallRing.draft(RecordKind.EVENT, "own"), 0, null);
        assertThat(journal.read(journal.commitPosition(), item)).isTrue();
        assertThat(journal.isOwn(item)).isTrue();
        journal.close(false);
    }

    /** Else the begin that is to follow would have none, and nobody could tell whose epoch it is. */
    @Test
    void end_leavesRoomForABegin() throws IOException {
        ring.kill(full());
        Journal journal = ring.directory().open(11);
        RecordDraft end = end();
        JournalRecord item = new JournalRecord();
        while (!journal.appendEndOf(journal.disk().predecessor(), end)) {
            assertThat(journal.read(journal.commitPosition(), item)).isTrue();
            journal.commit(item.nextPosition());
        }
        journal.start(SmallRing.HOST);
        RecordDraft begin = SmallRing.draft(RecordKind.BEGIN, Priority.HIGH, new byte[end.bodyBytes]);
        assertThat(journal.append(begin, 0, null)).isEqualTo(AppendResult.APPENDED);
        journal.close(false);
    }

    @Test
    void eachEpochHasItsBegin_howeverManySayGoodBye() throws IOException {
        Journal journal = full();
        int begun = 0;
        int wentOn = 0;
        for (int start = 1; start <= 50; start++) {
            journal.seal();
            boolean isEnded = journal.appendEnd(end());
            journal.close(false);
            journal = ring.directory().open(FIRST + start);
            Predecessor gone = journal.disk().predecessor();
            assertThat(gone == null).isEqualTo(isEnded);
            if (gone != null && !journal.appendEndOf(gone, end())) {
                journal.goOnAs(gone);
                wentOn++;
            } else {
                journal.start(SmallRing.HOST);
                assertThat(journal.append(SmallRing.draft(RecordKind.BEGIN, "begin"), 0, null))
                        .isEqualTo(AppendResult.APPENDED);
                begun++;
            }
            if (start % 10 == 0) {
                JournalRecord item = new JournalRecord();
                assertThat(journal.read(journal.commitPosition(), item)).isTrue();
                assertThat(journal.read(item.nextPosition(), item)).isTrue();
                journal.commit(item.nextPosition());
            }
        }
        assertThat(begun).isPositive();
        assertThat(wentOn).isPositive();
        journal.close(false);
    }

    @Test
    void goodBye_holdsNoLongerOnceAnotherWentOn() throws IOException {
        Journal first = full();
        first.seal();
        assertThat(first.appendEnd(end())).isFalse();
        first.close(false);
        byte[] saidGoodBye = Files.readAllBytes(ring.file());
        Journal second = goOn(11);
        byte[] wentOn = Files.readAllBytes(ring.file());

        // a power failure: the disk has it, since it was forced
        PageDisk.haveAnotherBoot(wentOn);
        ring.leave(second, wentOn);
        Journal third = ring.directory().open(12);
        assertThat(third.disk().predecessor()).isNull();

        // had nobody gone on, its end would be known, but it may be that somebody has
        PageDisk.haveAnotherBoot(saidGoodBye);
        ring.leave(third, saidGoodBye);
        Journal fourth = ring.directory().open(13);
        assertThat(fourth.disk().predecessor().endSeq()).isEqualTo(lastSeq + 1);
        assertThat(fourth.disk().predecessor().isOfThisBoot()).isFalse();
        fourth.close(false);
    }

    @Test
    void adopted_isKeptUntilItHasItsEnd() throws IOException {
        ring.kill(full());
        Path orphan = Files.move(ring.file(), ring.file().resolveSibling("hidden"));
        JournalDirectory directory = ring.directory();
        Journal own = directory.open(11);
        Path file = Files.move(orphan, ring.file().resolveSibling("1.journal"));

        Journal adopted = directory.adopt(1, "").orElseThrow();
        assertThat(adopted.appendEndOf(adopted.disk().predecessor(), end())).isFalse();
        commitAll(adopted);
        adopted.close(true);
        assertThat(file).exists();

        Journal again = directory.adopt(1, "").orElseThrow();
        assertThat(again.appendEndOf(again.disk().predecessor(), end())).isTrue();
        assertThat(SmallRing.read(again))
                .singleElement()
                .asString()
                .contains(" gap " + lastSeq + "-" + lastSeq + ";full=1");
        commitAll(again);
        again.close(true);
        assertThat(file).doesNotExist();
        own.close(false);
    }

    /** What only the ring tells of the last seq is gone once that is acked. */
    @Test
    void adopted_endsBehindARecordOfWhichItsWriterHadNotNotedTheSeq() throws IOException {
        Journal first = brimful();
        first.disk().file().assigned(lastSeq - 1, first.commitPosition());
        ring.kill(first);
        Path orphan = Files.move(ring.file(), ring.file().resolveSibling("hidden"));
        JournalDirectory directory = ring.directory();
        Journal own = directory.open(11);
        Files.move(orphan, ring.file().resolveSibling("1.journal"));

        Journal adopted = directory.adopt(1, "").orElseThrow();
        assertThat(adopted.appendEndOf(adopted.disk().predecessor(), end())).isFalse();
        commitAll(adopted);
        adopted.close(true);
        Journal again = directory.adopt(1, "").orElseThrow();
        assertThat(again.disk().predecessor().endSeq()).isEqualTo(lastSeq + 1);
        again.close(true);
        own.close(false);
    }

    @Test
    void fileThatFailed_isNotWaitedFor() throws IOException {
        ring.kill(full());
        Journal journal = ring.directory().open(11);
        journal.disk().failed(new IOException("test"));
        assertThat(journal.appendEndOf(journal.disk().predecessor(), end())).isTrue();
        journal.close(true);
        assertThat(ring.file()).exists();
    }
}
