package io.github.loglane.quickstart;

import io.github.loglane.quickstart.Screen.Style;
import io.github.loglane.quickstart.WorkerLink.Figures;
import io.github.loglane.tools.AuditReport;
import io.github.loglane.tools.EpochAudit;
import io.github.loglane.tools.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What came of it: two judgements that know nothing of each other, and both must be good. */
final class Summary {

    private final List<Row> rows = new ArrayList<>();
    private final AuditReport audit;

    private record Row(int worker, Figures figures, Ledger.Found found) {}

    Summary(AuditReport audit) {
        this.audit = audit;
    }

    void add(int worker, Figures figures, Ledger ledger) {
        rows.add(new Row(worker, figures, ledger.compare(worker, figures.loggedByDesk())));
    }

    /** Every order is there, in order, and the audit finds three epochs that are complete, with every seq of theirs. */
    boolean isGood() {
        return rows.size() == Plan.WORKERS
                && rows.stream().allMatch(row -> row.figures().logged() > 0)
                && rows.stream().allMatch(row -> row.found().isGood())
                && audit.verdict() == Verdict.COMPLETE
                && audit.epochs().size() == Plan.WORKERS
                && audit.epochs().stream().allMatch(epoch -> epoch.seqs().delivered() == epoch.lastSeq());
    }

    void print(Screen screen) {
        screen.print(
                Style.STRONG,
                "\n"
                        + String.format(
                                "%-10s %10s %10s %6s %10s %11s   %s",
                                "",
                                "logged",
                                "in Kafka",
                                "lost",
                                "reordered",
                                "duplicates",
                                "longest log call during the outage"));
        for (Row row : rows) {
            screen.print(Style.PLAIN, line("worker " + row.worker(), List.of(row)));
        }
        screen.print(Style.STRONG, line("all", rows));
        screen.print(isGood() ? Style.GOOD : Style.BAD, "audit      " + auditLine());
        for (Row row : rows) {
            odd(screen, row, row.found().unexpected(), "that it did not count itself");
            odd(screen, row, row.found().misplaced(), "in another worker's partition");
        }
    }

    private static String line(String name, List<Row> of) {
        return String.format(
                Locale.ROOT,
                "%-10s %,10d %,10d %,6d %,10d %,11d   %s",
                name,
                sum(of, row -> row.figures().logged()),
                sum(of, row -> row.found().inKafka()),
                sum(of, row -> row.found().lost()),
                sum(of, row -> row.found().reordered()),
                sum(of, row -> row.found().duplicates()),
                millis(of.stream()
                        .mapToLong(row -> row.figures().longestNanos())
                        .max()
                        .orElse(0)));
    }

    private String auditLine() {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d epochs ended, %,d missing, %,d reordered, %,d dropped and declared",
                audit.verdict().word(),
                audit.epochs().stream()
                        .filter(epoch -> epoch.state() == EpochAudit.State.ENDED)
                        .count(),
                audit.epochs().size(),
                audit.total(epoch -> epoch.seqs().missing()),
                audit.total(epoch -> epoch.records().reordered()),
                audit.total(epoch -> epoch.seqs().declared()));
    }

    private static void odd(Screen screen, Row row, long count, String what) {
        if (count > 0) {
            screen.print(Style.BAD, "worker " + row.worker() + ": " + count + " events in Kafka " + what);
        }
    }

    private static long sum(List<Row> of, ToLongFunction<Row> figure) {
        return of.stream().mapToLong(figure).sum();
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
