package io.github.loglane.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Says for each Produce request what is to happen to it. The proxy asks one request after the other. */
@FunctionalInterface
public interface FaultPlan {

    FaultPlan NONE = call -> Fault.PASS;

    Fault next(ProduceCall call);

    /**
     * Faults this share of the requests, by an even mix of a retriable error, a fatal error, a lost ack and a cut
     * connection. The same seed gives the same sequence of faults; which request meets which is up to timing.
     */
    static FaultPlan random(long seed, double share) {
        return random(seed, share, Fault.NOT_LEADER, Fault.NOT_AUTHORIZED, Fault.LOSE_ACK, Fault.CUT);
    }

    /** As above with a mix of your own. */
    static FaultPlan random(long seed, double share, Fault... mix) {
        Random random = new Random(seed);
        return call -> random.nextDouble() < share ? mix[random.nextInt(mix.length)] : Fault.PASS;
    }

    /** These, one for each request, then none. */
    static FaultPlan sequence(Fault... faults) {
        Deque<Fault> left = new ArrayDeque<>(List.of(faults));
        return call -> left.isEmpty() ? Fault.PASS : left.poll();
    }

    /**
     * Faults the request with the first batch of each producer id and partition (that of sequence 0), but not its
     * repetition; {@code others} decides on all other requests.
     */
    static FaultPlan firstBatches(Fault fault, FaultPlan others) {
        Set<ProduceCall.Batch> known = new HashSet<>();
        return call -> {
            boolean some = false;
            for (ProduceCall.Batch batch : call.batches()) {
                some |= batch.baseSequence() == 0 && known.add(batch.withoutSize());
            }
            return some ? fault : others.next(call);
        };
    }
}
