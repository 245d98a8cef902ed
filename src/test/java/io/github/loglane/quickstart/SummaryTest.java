package io.github.loglane.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.quickstart.WorkerLink.Figures;
import io.github.loglane.tools.AuditReport;
import io.github.loglane.tools.EpochAudit;
import io.github.loglane.tools.EpochOrigin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void everyOrderInKafkaAndAGoodAudit_areASuccess() {
        Summary summary = summary(report(3, 0, 0, 0), ledger(2));
        assertThat(summary.isGood()).isTrue();
        assertThat(printed(summary))
                .containsPattern("all +6 +6 +0 +0 +0   1.5 ms\n")
                .contains("audit      complete: 3 of 3 epochs ended, 0 missing, 0 reordered");
    }

    @Test
    void orderThatIsNotInKafka_isAFailureWhateverTheAuditSays() {
        Summary summary = summary(report(3, 0, 0, 0), ledger(1));
        assertThat(summary.isGood()).isFalse();
        assertThat(printed(summary)).containsPattern("all +6 +3 +3 +0 +0 ");
    }

    @Test
    void auditThatFails_isAFailureWhateverTheOrdersSay() {
        assertThat(summary(report(3, 1, 0, 0), ledger(2)).isGood()).isFalse();
        assertThat(summary(report(3, 0, 1, 0), ledger(2)).isGood()).isFalse();
        assertThat(summary(report(3, 0, 0, 1), ledger(2)).isGood()).isFalse();
        assertThat(summary(report(2, 0, 0, 0), ledger(2)).isGood()).isFalse();
    }

    @Test
    void workersThatLoggedNothing_areAFailure() {
        Summary summary = new Summary(report(3, 0, 0, 0));
        for (int worker = 1; worker <= Plan.WORKERS; worker++) {
            summary.add(worker, new Figures(0, List.of(0)), new Ledger());
        }
        assertThat(summary.isGood()).isFalse();
    }

    private static Summary summary(AuditReport report, Ledger ledger) {
        Summary summary = new Summary(report);
        for (int worker = 1; worker <= Plan.WORKERS; worker++) {
            summary.add(worker, new Figures(worker * 500_000L, List.of(2)), ledger);
        }
        return summary;
    }

    private static Ledger ledger(int orders) {
        Ledger ledger = new Ledger();
        for (int worker = 1; worker <= Plan.WORKERS; worker++) {
            for (int order = 1; order <= orders; order++) {
                ledger.add(worker, worker % Plan.PARTITIONS, "order " + order + " of desk 1: paid");
            }
        }
        return ledger;
    }

    private static AuditReport report(int epochs, long missing, long reordered, long expired) {
        EpochAudit epoch = new EpochAudit(
                "1",
                new EpochOrigin(null, null, null, null),
                EpochAudit.State.ENDED,
                null,
                1,
                4,
                0,
                new EpochAudit.Seqs(4 - missing - expired, 0, missing, expired, 0),
                Map.of(),
                new EpochAudit.Records(4, 0, 0, reordered, 0),
                new EpochAudit.Oddities(0, 0, 0, 0),
                List.of(),
                List.of());
        return new AuditReport(Plan.TOPIC, List.of(), Collections.nCopies(epochs, epoch));
    }

    private static String printed(Summary summary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        summary.print(new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false));
        return out.toString(StandardCharsets.UTF_8);
    }
}
