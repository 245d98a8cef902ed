package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.tools.EpochAudit.Reordering;
import org.junit.jupiter.api.Test;

/** The order within a lane. */
class OrderRulesTest {

    @Test
    void eventBehindALaterOneOfItsLane_isReordered() {
        EpochAudit audit = new JudgedTopic(1)
                .begin(0, "e-1", "3")
                .events(0, "e", "3", 2, 4, 3, 5)
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.REORDERED);
        assertThat(audit.records().reordered()).isEqualTo(1);
        assertThat(audit.reorderings()).containsExactly(new Reordering("3", 0, 3, 3, 4));
    }

    @Test
    void eventsOfTwoLanesInOnePartition_haveNoOrder() {
        EpochAudit audit = new JudgedTopic(1)
                .begin(0, "e-1", null)
                .events(0, "e", "3", 4, 5)
                .events(0, "e", "7", 2)
                .events(0, "e", null, 3)
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void eventsWithoutWorker_areALane() {
        EpochAudit audit = new JudgedTopic(1)
                .begin(0, "e-1", null)
                .events(0, "e", null, 3, 2)
                .end(0, "e-4")
                .epoch("e");
        assertThat(audit.reorderings()).containsExactly(new Reordering(null, 0, 2, 2, 3));
    }

    @Test
    void stubOutOfPlace_isReordered() {
        EpochAudit audit = new JudgedTopic(1)
                .begin(0, "e-1", "3")
                .events(0, "e", "3", 3)
                .stub(0, "e-2", "3")
                .end(0, "e-4")
                .epoch("e");
        assertThat(audit.records().reordered()).isEqualTo(1);
    }

    @Test
    void duplicatesOfARebuild_areNotReordered() {
        EpochAudit audit = new JudgedTopic(1)
                .begin(0, "e-1", "3")
                .events(0, "e", "3", 2, 3, 4, 2, 3, 4, 5)
                .end(0, "e-6")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(audit.records().duplicates()).isEqualTo(3);
    }

    @Test
    void firstOccurrenceAmongDuplicates_isReordered() {
        // 3 failed while 4 was let through: what close(0) inside the callback is there to prevent.
        EpochAudit audit = new JudgedTopic(1)
                .begin(0, "e-1", "3")
                .events(0, "e", "3", 2, 4, 2, 3, 4)
                .end(0, "e-5")
                .epoch("e");
        assertThat(audit.records().reordered()).isEqualTo(1);
    }

    @Test
    void laneThatMovesToAnotherPartition_isJudgedInEach() {
        EpochAudit audit = new JudgedTopic(2)
                .begin(0, "e-1", "3")
                .events(1, "e", "3", 4, 5)
                .events(0, "e", "3", 2, 3, 4)
                .end(1, "e-6")
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void logThatBeginsAmidDuplicates_isNotJudgedBelowItsFirstSeq() {
        // Whole: 5 6 7 8 9 10 | 5 6 7 8 9 10 11; cut between 8 and 9.
        EpochAudit audit = new JudgedTopic(1)
                .cut(0)
                .events(0, "e", "3", 9, 10, 5, 6, 7, 8, 9, 10, 11)
                .epoch("e");
        assertThat(audit.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(audit.records().duplicates()).isEqualTo(2);
    }

    @Test
    void cutLog_isJudgedAboveItsFirstSeq() {
        EpochAudit audit =
                new JudgedTopic(1).cut(0).events(0, "e", "3", 9, 11, 10).epoch("e");
        assertThat(audit.records().reordered()).isEqualTo(1);
    }

    @Test
    void moreLanesThanAreKept_areNotJudgedAndSaidSo() {
        TopicJudge judge = new TopicJudge(2);
        judge.open(0, 0, 10);
        String[] workers = {"a", "b", "c", "a", "c"};
        for (int i = 0; i < workers.length; i++) {
            judge.take(JudgedTopic.record(
                    0, i, JudgedTopic.NOW_MS, "e-" + (i + 1), JudgedTopic.headers(workers[i], null, null), "{}"));
        }
        judge.close();
        EpochAudit audit =
                judge.report("logs", JudgedTopic.NOW_MS, true).epoch("e").orElseThrow();
        assertThat(audit.records().orderUnjudged()).isEqualTo(2);
        assertThat(audit.verdict()).isEqualTo(Verdict.UNKNOWN);
    }
}
