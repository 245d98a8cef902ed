package io.github.loglane.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Fault;
import io.github.loglane.testkit.FaultPlan;
import io.github.loglane.testkit.FaultProxy;
import io.github.loglane.tools.Audit;
import io.github.loglane.tools.AuditReport;
import io.github.loglane.tools.Verdict;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults on the wire between producer and broker: nothing is lost, and first occurrences are in order. And what becomes of
 * that with a safeguard taken out, so that we know the test would see it.
 */
class WireFaultIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    private static final int EVENTS = Integer.getInteger("loglane.wire.events", 10_000);
    private static FaultProxy proxy;

    @BeforeAll
    static void startProxy() {
        proxy = new FaultProxy(BROKER.proxyRoute(), FaultPlan.NONE);
    }

    @AfterAll
    static void stopProxy() {
        proxy.close();
    }

    private static WireFaultRun start(String topic, FaultPlan plan, ShipSwitches switches) {
        return start(topic, 4, plan, switches);
    }

    private static WireFaultRun start(String topic, int partitions, FaultPlan plan, ShipSwitches switches) {
        BROKER.topics().create(topic, partitions);
        proxy.plan(plan);
        return new WireFaultRun(
                proxy.bootstrapServers(), topic, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), switches);
    }

    private static String faults(WireFaultRun run, String topic) {
        return run.faultsOf(BROKER.topics().reader(topic).all());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void ship_throughFaultsLosesAndReordersNothing(long seed) {
        String topic = "random-" + seed;
        WireFaultRun run = start(topic, FaultPlan.random(seed, 0.20), ShipSwitches.SAFE);
        run.appendEvents(EVENTS);
        assertThat(run.finish(120))
                .as("seed %s finished; %s %s", seed, proxy, run)
                .isTrue();
        assertThat(faults(run, topic)).as("seed %s; %s", seed, run).isEmpty();
        AuditReport audit = Audit.run(Map.of("bootstrap.servers", BROKER.bootstrapServers()), topic);
        assertThat(audit.verdict()).as("seed %s: %s", seed, audit).isEqualTo(Verdict.COMPLETE);
        assertThat(proxy.count(Fault.Kind.PASS)).isPositive();
        assertThat(run.reordersSeen()).as("seed %s; %s", seed, run).isZero();
        System.out.printf("wire faults, seed %d: %d rebuilds, %s%n", seed, run.rebuilds(), proxy);
    }

    @Test
    void ship_withoutSlowStart_isSeenToFail() {
        FaultPlan plan = FaultPlan.firstBatches(Fault.NOT_LEADER, FaultPlan.NONE);
        assertThat(outcome("slow-start", plan, ShipSwitches.SAFE)).isEmpty();
        assertThat(outcome("no-slow-start", plan, new ShipSwitches(false, true)))
                .isNotEmpty();
    }

    @Test
    void ship_withoutCloseInCallback_isSeenToFail() {
        FaultPlan plan = FaultPlan.random(7, 0.05, Fault.NOT_AUTHORIZED);
        assertThat(outcome("close", plan, ShipSwitches.SAFE)).isEmpty();
        assertThat(outcome("no-close", plan, new ShipSwitches(true, false)))
                .as("in Kafka, and by its acks alone")
                .isNotEmpty()
                .doesNotContain("reorders seen: 0");
    }

    /** What a session took for unsent may be in Kafka, in order: the acks of what follows are no proof against that. */
    @Test
    void ship_withAnAckLostAndItsRepetitionRefused_isNotTakenForReordering() throws InterruptedException {
        CountDownLatch repeated = new CountDownLatch(1);
        WireFaultRun run = start("lost-ack", 1, lostAckThenRefused(repeated), ShipSwitches.SAFE);
        run.appendEvents(1);
        assertThat(repeated.await(60, TimeUnit.SECONDS)).as("%s", run).isTrue();
        run.appendEvents(1_000);
        assertThat(run.finish(60)).as("%s; %s", proxy, run).isTrue();
        assertThat(faults(run, "lost-ack")).isEmpty();
        assertThat(run.rebuilds()).isEqualTo(1);
        assertThat(run.reordersSeen()).as("%s", run).isZero();
    }

    /**
     * Of the batch that follows the first: the ack is lost, the repetition refused for a while, and the next one for good. Those
     * behind it pass, and are acked before it is known to have failed.
     */
    private static FaultPlan lostAckThenRefused(CountDownLatch repeated) {
        AtomicInteger tries = new AtomicInteger();
        return call -> {
            if (call.batches().get(0).baseSequence() != 1 || tries.get() == 3) {
                return Fault.PASS;
            }
            return switch (tries.incrementAndGet()) {
                case 1 -> Fault.LOSE_ACK;
                case 2 -> {
                    repeated.countDown();
                    // until others are on the wire behind it, which the proxy reads only when this one is answered
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                    yield Fault.NOT_LEADER;
                }
                default -> Fault.NOT_AUTHORIZED;
            };
        };
    }

    /** Empty where all is well; also told where a run did not end, which is what a lost first batch does. */
    private static String outcome(String topic, FaultPlan plan, ShipSwitches switches) {
        WireFaultRun run = start(topic, plan, switches);
        run.appendEvents(EVENTS);
        String stuck = run.finish(15) ? "" : "did not finish; ";
        String faults = faults(run, topic);
        String seen = "; reorders seen: " + run.reordersSeen();
        System.out.printf("wire faults, %s: %s%s%s%n", topic, stuck, faults, seen);
        return faults.isEmpty() && run.reordersSeen() == 0 ? stuck : faults + seen;
    }
}
