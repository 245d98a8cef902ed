package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.tools.EpochAudit.Hole;
import io.github.loglane.tools.EpochAudit.Judgement;
import io.github.loglane.tools.EpochAudit.Seqs;
import org.junit.jupiter.api.Test;

/** What may have been cut away by retention or delete-records. */
class RetentionRulesTest {

    private static final long DAY_MS = 24 * JudgedTopic.HOUR_MS;

    @Test
    void seqsBelowWhatIsLeft_areExpired() {
        EpochAudit audit = new JudgedTopic(1)
                .cut(0)
                .events(0, "e", "3", 50, 51, 52)
                .end(0, "e-53")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.seqs()).isEqualTo(new Seqs(4, 0, 0, 49, 0));
    }

    @Test
    void holeAboveWhatIsLeft_isMissing() {
        EpochAudit audit = new JudgedTopic(1)
                .cut(0)
                .events(0, "e", "3", 50, 52)
                .end(0, "e-53")
                .epoch("e");
        assertThat(audit.holes())
                .containsExactly(new Hole(1, 49, Judgement.EXPIRED), new Hole(51, 51, Judgement.MISSING));
    }

    @Test
    void onePartitionCut_expiresOnlyWhatCanHaveStoodThere() {
        // Partition 1 held 3, 6 and 9; 9 is left. 4 was in partition 0 and is below 9 too: it cannot be told from 3 and
        // 6.
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .begin(0, "e-1", null)
                .events(0, "e", "0", 2, 5, 7, 8, 10, 12)
                .events(1, "e", "1", 9, 13)
                .end(0, "e-14")
                .epoch("e");
        assertThat(audit.holes())
                .containsExactly(
                        new Hole(3, 4, Judgement.EXPIRED),
                        new Hole(6, 6, Judgement.EXPIRED),
                        new Hole(11, 11, Judgement.MISSING));
    }

    @Test
    void holeAcrossTheBorder_isSplit() {
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .begin(0, "e-1", null)
                .drop(1, "e-5", "5-5;full=1")
                .events(0, "e", "0", 9)
                .end(0, "e-10")
                .epoch("e");
        assertThat(audit.holes()).containsExactly(new Hole(2, 4, Judgement.EXPIRED), new Hole(6, 8, Judgement.MISSING));
    }

    @Test
    void declarationThatIsCutAway_expiresItsGapToo() {
        // 2-4 were declared by 5, which stood in the part that is cut away.
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .begin(0, "e-1", null)
                .events(1, "e", "1", 6)
                .end(0, "e-7")
                .epoch("e");
        assertThat(audit.holes()).containsExactly(new Hole(2, 5, Judgement.EXPIRED));
    }

    @Test
    void partitionWithNothingLeftOfTheEpoch_mayHaveHeldAnySeq() {
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .begin(0, "e-1", null)
                .events(0, "e", "0", 2, 5)
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.seqs()).isEqualTo(new Seqs(4, 0, 0, 2, 0));
    }

    @Test
    void processOfOneLane_hadNothingWhereNothingIsLeft() {
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .begin(0, "e-1", "3")
                .events(0, "e", "3", 2, 5)
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.seqs()).isEqualTo(new Seqs(4, 0, 2, 0, 0));
    }

    @Test
    void cutPartitionThatBeginsBeforeTheEpoch_makesHolesUnknown() {
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .at(JudgedTopic.NOW_MS - DAY_MS)
                .events(1, "older", "1", 7)
                .at(JudgedTopic.NOW_MS - JudgedTopic.HOUR_MS)
                .begin(0, "e-1", null)
                .events(0, "e", "0", 2, 5)
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(audit.holes()).containsExactly(new Hole(3, 4, Judgement.MAYBE_EXPIRED));
    }

    @Test
    void cutPartitionThatBeginsWithinTheMarginOfClocks_expires() {
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .events(1, "older", "1", 7)
                .begin(0, "e-1", null)
                .events(0, "e", "0", 2, 5)
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.holes()).containsExactly(new Hole(3, 4, Judgement.EXPIRED));
    }

    @Test
    void clocks_sayNothingOfWhatIsBelowTheLowestSeqLeft() {
        EpochAudit audit = new JudgedTopic(2)
                .cut(1)
                .at(JudgedTopic.NOW_MS - DAY_MS)
                .events(1, "older", "1", 7)
                .at(JudgedTopic.NOW_MS - JudgedTopic.HOUR_MS)
                .events(0, "e", "0", 2)
                .end(0, "e-3")
                .epoch("e");
        assertThat(audit.holes()).containsExactly(new Hole(1, 1, Judgement.EXPIRED));
    }

    @Test
    void nothingCut_absentBeginIsMissing() {
        EpochAudit audit =
                new JudgedTopic(2).events(0, "e", "3", 2).end(0, "e-3").epoch("e");
        assertThat(audit.holes()).containsExactly(new Hole(1, 1, Judgement.MISSING));
    }

    @Test
    void logStartThatOvertakesTheAudit_expiresAnySeq() {
        JudgedTopic topic = new JudgedTopic(1).begin(0, "e-1", "3").events(0, "e", "3", 2, 3);
        topic.judge.overrun(0, 500);
        EpochAudit audit = topic.events(0, "e", "3", 10, 11).end(0, "e-12").epoch("e");
        assertThat(audit.seqs()).isEqualTo(new Seqs(6, 0, 0, 6, 0));
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void logStartThatOvertakesTheAuditBeforeItsFirstRecord_isOnlyALaterStart() {
        JudgedTopic topic = new JudgedTopic(1);
        topic.judge.overrun(0, 500);
        EpochAudit audit = topic.events(0, "e", "3", 10, 12).end(0, "e-13").epoch("e");
        assertThat(audit.holes())
                .containsExactly(new Hole(1, 9, Judgement.EXPIRED), new Hole(11, 11, Judgement.MISSING));
    }
}
