package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.tools.EpochAudit.Hole;
import io.github.loglane.tools.EpochAudit.Judgement;
import org.junit.jupiter.api.Test;

/** What may not yet have been in Kafka when the end offsets were taken. */
class InFlightRulesTest {

    private final JudgedTopic topic = new JudgedTopic(2).at(JudgedTopic.NOW_MS - 20_000);

    /** Seq 4 belongs to partition 1, which had only 2 when its end offset was taken. */
    private JudgedTopic live() {
        return topic.begin(0, "e-1", null)
                .events(0, "e", "0", 3, 5, 6)
                .events(1, "e", "1", 2)
                .later();
    }

    @Test
    void holeThatAPartitionMayStillBring_isWaitedFor() {
        live();
        assertThat(topic.judge.isInFlight(JudgedTopic.NOW_MS)).isTrue();
    }

    @Test
    void recordThatArrivesLater_fillsTheHole() {
        live().events(1, "e", "1", 4);
        assertThat(topic.judge.isInFlight(JudgedTopic.NOW_MS)).isFalse();
        assertThat(topic.epoch("e").verdict()).isEqualTo(Verdict.OPEN);
        assertThat(topic.epoch("e").records().read()).isEqualTo(6);
    }

    @Test
    void declarationThatArrivesLater_fillsTheHole() {
        live().drop(1, "e-4", "4-4;full=1");
        assertThat(topic.judge.isInFlight(JudgedTopic.NOW_MS)).isFalse();
        assertThat(topic.epoch("e").seqs().declared()).isEqualTo(1);
    }

    @Test
    void otherRecordsThatArriveLater_areNotCounted() {
        live().events(0, "e", "0", 6, 7, 9).foreign(0, "x").begin(0, "f-1", "4").events(1, "e", "1", 4);
        AuditReport report = topic.report();
        assertThat(report.epochs()).singleElement().satisfies(epoch -> {
            assertThat(epoch.lastSeq()).isEqualTo(6);
            assertThat(epoch.records().duplicates()).isZero();
        });
        assertThat(report.foreign()).isZero();
    }

    @Test
    void laterSeqInThatPartition_provesTheHole() {
        live().events(1, "e", "1", 8);
        assertThat(topic.judge.isInFlight(JudgedTopic.NOW_MS)).isFalse();
        assertThat(topic.epoch("e").holes()).containsExactly(new Hole(4, 4, Judgement.MISSING));
    }

    @Test
    void holeOfASilentEpoch_isMissingAfterTheWait() {
        live();
        assertThat(topic.epoch("e").holes()).containsExactly(new Hole(4, 4, Judgement.MISSING));
    }

    @Test
    void holeOfAnEpochThatGoesOnElsewhere_isUnknown() {
        live().events(0, "e", "0", 7);
        assertThat(topic.epoch("e").holes()).containsExactly(new Hole(4, 4, Judgement.IN_FLIGHT));
        assertThat(topic.epoch("e").verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void withoutWaiting_theHoleIsUnknown() {
        live();
        EpochAudit audit =
                topic.judge.report("logs", JudgedTopic.NOW_MS, false).epoch("e").orElseThrow();
        assertThat(audit.holes()).containsExactly(new Hole(4, 4, Judgement.IN_FLIGHT));
    }

    @Test
    void epochQuietForLong_isNotWaitedFor() {
        live();
        long muchLater = JudgedTopic.NOW_MS + 120_000;
        assertThat(topic.judge.isInFlight(muchLater)).isFalse();
        EpochAudit audit =
                topic.judge.report("logs", muchLater, false).epoch("e").orElseThrow();
        assertThat(audit.holes()).containsExactly(new Hole(4, 4, Judgement.MISSING));
    }

    @Test
    void endedEpoch_isWaitedForToo() {
        topic.begin(0, "e-1", null).events(1, "e", "1", 2).end(0, "e-4").later();
        assertThat(topic.judge.isInFlight(JudgedTopic.NOW_MS)).isTrue();
        topic.events(1, "e", "1", 3);
        assertThat(topic.epoch("e").verdict()).isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void processOfOneLane_isNotWaitedFor() {
        topic.begin(0, "e-1", "3").events(0, "e", "3", 2, 4).later();
        assertThat(topic.judge.isInFlight(JudgedTopic.NOW_MS)).isFalse();
        assertThat(topic.epoch("e").seqs().missing()).isEqualTo(1);
    }

    @Test
    void recordThatFillsAHole_isJudgedForItsOrder() {
        live().events(0, "e", "0", 4);
        assertThat(topic.epoch("e").verdict()).isEqualTo(Verdict.REORDERED);
    }
}
