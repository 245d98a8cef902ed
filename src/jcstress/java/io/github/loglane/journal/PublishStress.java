package io.github.loglane.journal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** One thread appends, another reads: what it sees is whole, in the order of the seqs, and without a hole. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "nothing yet")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first one")
@Outcome(id = "1, 2, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(expect = FORBIDDEN, desc = "torn, twice, or out of order")
@State
public class PublishStress {

    private final Journal journal = new Journal(StressRing.memory(), 7);

    @Actor
    public void append() {
        StressRing.append(journal, 1);
        StressRing.append(journal, 2);
    }

    @Actor
    public void read(III_Result result) {
        JournalRecord item = new JournalRecord();
        result.r1 = StressRing.read(journal, 0, item);
        if (result.r1 == 0) {
            return;
        }
        boolean inOrder = item.seq() == 1;
        result.r2 = StressRing.read(journal, item.nextPosition(), item);
        inOrder &= result.r2 == 0 || item.seq() == 2;
        result.r3 = inOrder ? 1 : -1;
    }
}
