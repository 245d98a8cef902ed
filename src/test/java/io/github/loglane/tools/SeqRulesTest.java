package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.loglane.tools.EpochAudit.Hole;
import io.github.loglane.tools.EpochAudit.Judgement;
import io.github.loglane.tools.EpochAudit.Seqs;
import io.github.loglane.tools.EpochAudit.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a seq is: delivered, declared, missing; and how an epoch ends. Nothing is cut away here. */
class SeqRulesTest {

    private final JudgedTopic topic = new JudgedTopic(3);

    @Test
    void cleanEpoch_isComplete() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .events(0, "e", "3", 2, 3)
                .end(0, "e-4")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.state()).isEqualTo(State.ENDED);
        assertThat(audit.seqs()).isEqualTo(new Seqs(4, 0, 0, 0, 0));
        assertThat(audit.firstSeq()).isEqualTo(1);
        assertThat(audit.lastSeq()).isEqualTo(4);
    }

    @Test
    void severalLanesOverSeveralPartitions_areJudgedTogether() {
        EpochAudit audit = topic.begin(0, "e-1", null)
                .events(2, "e", "2", 3, 6)
                .events(1, "e", "1", 2, 5)
                .events(0, "e", "0", 4, 7)
                .end(0, "e-8")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.seqs().delivered()).isEqualTo(8);
    }

    @Test
    void killedEpoch_isOpenAndJudgedAsFarAsSeen() {
        EpochAudit audit = topic.begin(0, "e-1", "3").events(0, "e", "3", 2, 3).epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(audit.state()).isEqualTo(State.OPEN);
        assertThat(audit.lastSeq()).isEqualTo(3);
    }

    @Test
    void killedEpochWithAHole_isMissingIt() {
        EpochAudit audit =
                topic.begin(0, "e-1", "3").events(0, "e", "3", 2, 5, 6, 8).epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.MISSING);
        assertThat(audit.seqs().missing()).isEqualTo(3);
        assertThat(audit.holes()).containsExactly(new Hole(3, 4, Judgement.MISSING), new Hole(7, 7, Judgement.MISSING));
    }

    @Test
    void adoptedEpoch_saysByWhom() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .events(0, "e", "3", 2)
                .adoptedEnd(1, "e-3", "other")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.state()).isEqualTo(State.ADOPTED);
        assertThat(audit.adoptedBy()).isEqualTo("other");
    }

    @Test
    void beginRecord_tellsTheOrigin() {
        EpochOrigin origin = topic.begin(0, "e-1", "3").end(0, "e-2").epoch("e").origin();
        assertThat(origin)
                .isEqualTo(new EpochOrigin("web-1", "shop", "3", Instant.parse("2026-11-22T11:00:00.123456789Z")));
    }

    @Test
    void withoutBeginRecord_theEndRecordTellsTheOrigin() {
        EpochAudit audit = topic.events(0, "e", "3", 2).end(0, "e-3").epoch("e");
        assertThat(audit.origin()).isEqualTo(new EpochOrigin("web-2", null, "w", null));
        assertThat(audit.holes()).containsExactly(new Hole(1, 1, Judgement.MISSING));
    }

    @Test
    void adoptersEndRecord_doesNotTellTheOrigin() {
        EpochAudit audit =
                topic.events(0, "e", "3", 2).adoptedEnd(0, "e-3", "other").epoch("e");
        assertThat(audit.origin()).isEqualTo(EpochOrigin.UNKNOWN);
    }

    @Test
    void unreadableBeginRecord_countsAllTheSame() {
        EpochAudit audit = topic.put(0, "e-1", JudgedTopic.headers(null, null, "begin"), "{\"hostname\":\"web-1\",")
                .end(0, "e-2")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.origin().hostname()).isEqualTo("web-1");
    }

    @Test
    void gapInTheMiddleWithTwoCauses_isDeclared() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .eventAfterGap(0, "e-7", "3", "2-6;full=3;shed=2")
                .end(0, "e-8")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.seqs()).isEqualTo(new Seqs(3, 5, 0, 0, 0));
        assertThat(audit.declaredByCause()).containsExactly(entry("full", 3L), entry("shed", 2L));
    }

    @Test
    void gapAtTheHead_isDeclaredWithTheBeginRecordInIt() {
        EpochAudit audit =
                topic.eventAfterGap(0, "e-4", "3", "1-3;full=3").end(0, "e-5").epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.seqs().declared()).isEqualTo(3);
    }

    @Test
    void gapAtTheTail_isDeclaredByAStandAloneDropRecord() {
        EpochAudit audit =
                topic.begin(0, "e-1", "3").drop(0, "e-9", "2-9;shed=8").epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(audit.lastSeq()).isEqualTo(9);
        assertThat(audit.seqs()).isEqualTo(new Seqs(1, 8, 0, 0, 0));
    }

    @Test
    void endRecord_mayDeclareAGap() {
        EpochAudit audit =
                topic.begin(0, "e-1", "3").end(0, "e-4", "2-3;encodeFailed=2").epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.seqs()).isEqualTo(new Seqs(2, 2, 0, 0, 0));
    }

    @Test
    void holeBeyondADeclaredGap_isMissing() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .eventAfterGap(0, "e-7", "3", "4-6;full=3")
                .end(0, "e-8")
                .epoch("e");
        assertThat(audit.seqs()).isEqualTo(new Seqs(3, 3, 2, 0, 0));
        assertThat(audit.holes()).containsExactly(new Hole(2, 3, Judgement.MISSING));
    }

    @Test
    void declaredSeqThatArrives_isDeliveredAndReported() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .events(0, "e", "3", 2, 3)
                .eventAfterGap(0, "e-5", "3", "3-4;full=2")
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.seqs()).isEqualTo(new Seqs(5, 1, 0, 0, 0));
        assertThat(audit.oddities().declaredButDelivered()).isEqualTo(1);
    }

    @Test
    void overlappingDeclarations_countEachSeqOnce() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .drop(0, "e-4", "2-4;full=3")
                .eventAfterGap(0, "e-6", "3", "3-5;full=3")
                .end(0, "e-7")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.seqs()).isEqualTo(new Seqs(3, 4, 0, 0, 0));
        assertThat(audit.oddities().declaredTwice()).isEqualTo(2);
    }

    @Test
    void gapElsewhereThanBeforeItsRecord_declaresNothing() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .eventAfterGap(0, "e-5", "3", "2-3;full=2")
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.seqs().missing()).isEqualTo(3);
        assertThat(audit.oddities().unsoundGaps()).isEqualTo(1);
    }

    @Test
    void dropRecordWithAnUnreadableGap_declaresOnlyItself() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .drop(0, "e-3", "rubbish")
                .end(0, "e-4")
                .epoch("e");
        assertThat(audit.seqs()).isEqualTo(new Seqs(2, 1, 1, 0, 0));
        assertThat(audit.oddities().unsoundGaps()).isEqualTo(1);
    }

    @Test
    void causeOfALaterVersion_isUnread() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .eventAfterGap(0, "e-4", "3", "2-3;eaten=2")
                .end(0, "e-5")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.declaredByCause()).containsExactly(entry("unread", 2L));
    }

    @Test
    void immenseGap_costsNothing() {
        long last = 1L << 55;
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .drop(0, "e-" + last, "2-" + last + ";full=" + (last - 1))
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(audit.seqs().declared()).isEqualTo(last - 1);
    }

    @Test
    void endLowerThanSeenSeqs_isNoEnd() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .end(0, "e-2")
                .events(0, "e", "3", 3, 5)
                .epoch("e");
        assertThat(audit.state()).isEqualTo(State.OPEN);
        assertThat(audit.oddities().afterEnd()).isEqualTo(3);
        assertThat(audit.seqs().missing()).isEqualTo(1);
    }

    @Test
    void duplicatesOfARebuild_areCountedAndHarmless() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .events(0, "e", "3", 2, 3)
                .eventAfterGap(0, "e-6", "3", "4-5;full=2")
                .events(0, "e", "3", 2, 3)
                .eventAfterGap(0, "e-6", "3", "4-5;full=2")
                .drop(0, "e-8", "7-8;full=2")
                .drop(0, "e-8", "7-8;full=2")
                .end(0, "e-9")
                .end(0, "e-9")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.records().duplicates()).isEqualTo(5);
        assertThat(audit.records().read()).isEqualTo(11);
        assertThat(audit.declaredByCause()).containsExactly(entry("full", 4L));
        assertThat(audit.oddities().declaredTwice()).isZero();
    }

    @Test
    void stub_isDeliveredAndCounted() {
        EpochAudit audit =
                topic.begin(0, "e-1", "3").stub(0, "e-2", "3").end(0, "e-3").epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.records().stubs()).isEqualTo(1);
    }

    @Test
    void twoEpochsOfOneHostAtOnce_areJudgedApart() {
        AuditReport report = topic.begin(0, "e-1", "3")
                .begin(0, "f-1", "4")
                .events(0, "e", "3", 2)
                .events(0, "f", "4", 2, 4)
                .end(0, "e-3")
                .end(0, "f-5")
                .report();
        assertThat(report.epoch("e").orElseThrow().verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(report.epoch("f").orElseThrow().verdict()).isEqualTo(Verdict.MISSING);
        assertThat(report.verdict()).isEqualTo(Verdict.MISSING);
    }

    @Test
    void foreignRecords_areCountedPerPartitionAndFailNothing() {
        AuditReport report = topic.begin(0, "e-1", "3")
                .foreign(0, null)
                .foreign(2, "user-42x")
                .foreign(2, "E-1")
                .foreign(2, "e-9223372036854775807")
                .end(0, "e-2")
                .report();
        assertThat(report.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(report.partitions()).extracting(PartitionAudit::foreign).containsExactly(1L, 0L, 3L);
        assertThat(report.partitions()).extracting(PartitionAudit::records).containsExactly(3L, 0L, 3L);
    }

    @Test
    void nothingOfOurs_provesNothing() {
        assertThat(topic.foreign(0, "x").report().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void kindOfALaterVersion_hasASeqAndNoPlaceInALane() {
        EpochAudit audit = topic.begin(0, "e-1", "3")
                .events(0, "e", "3", 3)
                .put(0, "e-2", JudgedTopic.headers("3", null, "beacon"), "{}")
                .end(0, "e-4")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
    }
}
