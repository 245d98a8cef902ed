package io.github.loglane.journal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A full ring: its first record is read and committed while another thread appends. Nothing is written over before its commit. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "no room yet")
@Outcome(id = "1, 1, 9", expect = ACCEPTABLE, desc = "the room was seen")
@Outcome(expect = FORBIDDEN, desc = "written over while it was read, or lost")
@State
public class CommitStress {

    private final Journal journal = new Journal(StressRing.memory(), 7);
    private final long end;

    public CommitStress() {
        int content = 1;
        while (StressRing.append(journal, content) == AppendResult.APPENDED) {
            content = 2;
        }
        end = journal.writePosition();
    }

    @Actor
    public void readAndCommit(III_Result result) {
        JournalRecord item = new JournalRecord();
        result.r1 = StressRing.read(journal, 0, item);
        // all but the last: the next record begins behind the seam, and needs the room of two
        long last = 0;
        while (journal.read(item.nextPosition(), item)) {
            last = item.position();
        }
        journal.commit(last);
    }

    @Actor
    public void append(III_Result result) {
        result.r2 = StressRing.append(journal, 9) == AppendResult.APPENDED ? 1 : 0;
    }

    @Arbiter
    public void look(III_Result result) {
        JournalRecord item = new JournalRecord();
        result.r3 = StressRing.read(journal, end, item);
    }
}
