package io.github.loglane.journal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** The writer comes to a page that the reader is about to touch: what it stores there stays. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "what was written")
@Outcome(expect = FORBIDDEN, desc = "what stood there before, put back")
@State
public class TouchStress {

    private static final int PAGE = FileLayout.PAGE_BYTES;

    private final RingMemory memory = RingMemory.growing(2 * PAGE, 2 * PAGE);
    private final PagesAhead ahead = new PagesAhead(memory);

    @Actor
    public void write() {
        ahead.claim(PAGE + 64);
        memory.segment(PAGE).putLong(PAGE, 1);
    }

    @Actor
    public void touch() {
        ahead.touch(1, 2 * PAGE, 2 * PAGE, 0);
    }

    @Arbiter
    public void look(J_Result result) {
        result.r1 = memory.segment(PAGE).getLong(PAGE);
    }
}
