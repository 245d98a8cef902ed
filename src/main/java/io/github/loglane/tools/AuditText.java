package io.github.loglane.tools;

import io.github.loglane.tools.EpochAudit.Hole;
import io.github.loglane.tools.EpochAudit.Judgement;
import io.github.loglane.tools.EpochAudit.Reordering;
import io.github.loglane.tools.EpochAudit.State;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** An audit for people: a line per epoch, what is to be said of some of them, and the verdict in the last line. */
final class AuditText {

    private static final int EXAMPLES = 5;

    private AuditText() {}

    static void write(AuditReport report, boolean requireEnd, PrintWriter out) {
        if (!report.epochs().isEmpty()) {
            table(report).print(out);
            out.println();
        }
        for (EpochAudit epoch : report.epochs()) {
            notes(epoch).forEach(note -> out.println(TextTable.printable("epoch " + epoch.epoch() + ": " + note)));
        }
        for (PartitionAudit partition : report.partitions()) {
            notes(partition).forEach(note -> out.println("partition " + partition.partition() + ": " + note));
        }
        out.println(summary(report, requireEnd));
    }

    private static TextTable table(AuditReport report) {
        TextTable table = new TextTable(
                "EPOCH",
                "STATE",
                "HOST",
                "SERVICE",
                "WORKER",
                "BEGUN",
                "FIRST",
                "LAST",
                "RECORDS",
                "DUPLICATES",
                "DECLARED",
                "MISSING",
                "EXPIRED",
                "UNKNOWN",
                "REORDERED");
        for (EpochAudit epoch : report.epochs()) {
            table.row(
                    epoch.epoch(),
                    word(epoch.state()),
                    epoch.origin().hostname(),
                    epoch.origin().service(),
                    epoch.origin().worker(),
                    epoch.origin().begun(),
                    epoch.firstSeq(),
                    epoch.lastSeq(),
                    epoch.records().read(),
                    epoch.records().duplicates(),
                    epoch.seqs().declared(),
                    epoch.seqs().missing(),
                    epoch.seqs().expired(),
                    epoch.seqs().unknown(),
                    epoch.records().reordered());
        }
        return table;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<String> notes(EpochAudit epoch) {
        List<String> notes = new ArrayList<>();
        for (Judgement judgement : Judgement.values()) {
            String holes = holes(epoch, judgement);
            if (!holes.isEmpty()) {
                notes.add(word(judgement) + " " + holes);
            }
        }
        if (!epoch.declaredByCause().isEmpty()) {
            notes.add("dropped and declared: "
                    + epoch.declaredByCause().entrySet().stream()
                            .map(cause -> cause.getKey() + " " + cause.getValue())
                            .collect(Collectors.joining(", ")));
        }
        epoch.reorderings().stream().limit(EXAMPLES).map(AuditText::note).forEach(notes::add);
        add(notes, epoch.records().stubs(), "stubs in the place of records that Kafka would not take");
        add(notes, epoch.records().orderUnjudged(), "records whose order was not judged: too many worker ids");
        add(notes, epoch.oddities().unsoundGaps(), "declarations that cannot be true, not counted");
        add(notes, epoch.oddities().declaredTwice(), "seqs declared more than once");
        add(notes, epoch.oddities().declaredButDelivered(), "seqs declared as dropped did arrive");
        add(notes, epoch.oddities().afterEnd(), "seqs after the end record, which is not taken for an end");
        if (epoch.adoptedBy() != null) {
            notes.add("ended in its name by epoch " + epoch.adoptedBy());
        }
        return notes;
    }

    private static String holes(EpochAudit epoch, Judgement judgement) {
        List<Hole> holes = epoch.holes().stream()
                .filter(hole -> hole.judgement() == judgement)
                .toList();
        String text = holes.stream()
                .limit(EXAMPLES)
                .map(hole -> hole.from() == hole.to() ? "" + hole.from() : hole.from() + "-" + hole.to())
                .collect(Collectors.joining(", "));
        return holes.size() > EXAMPLES ? text + ", .." : text;
    }

    private static String note(Reordering late) {
        return "reordered " + late.seq() + " behind " + late.overtakenBy() + " ("
                + (late.worker() == null ? "no worker" : "worker " + late.worker()) + ", partition "
                + late.partition() + " offset " + late.offset() + ")";
    }

    private static void add(List<String> notes, long count, String what) {
        if (count > 0) {
            notes.add(count + " " + what);
        }
    }

    private static List<String> notes(PartitionAudit partition) {
        List<String> notes = new ArrayList<>();
        if (partition.logStart() > 0) {
            notes.add("begins at offset " + partition.logStart() + ", what was before is cut away");
        }
        add(notes, partition.foreign(), "records without a key of loglane's, not judged");
        return notes;
    }

    private static String summary(AuditReport report, boolean requireEnd) {
        Verdict verdict = report.verdict();
        String text = "verdict: " + verdict.word();
        if (report.epochs().isEmpty()) {
            return text + ": no record of loglane's in topic " + report.topic();
        }
        if (requireEnd && verdict == Verdict.OPEN) {
            text += " (an end was required)";
        }
        return text + ": " + count(report, e -> e.seqs().missing(), "missing")
                + count(report, e -> e.records().reordered(), "reordered")
                + count(report, e -> e.seqs().unknown(), "unknown")
                + count(report, e -> e.seqs().expired(), "expired")
                + count(report, e -> e.seqs().declared(), "declared")
                + count(report, e -> e.seqs().delivered(), "delivered")
                + count(report, e -> e.records().duplicates(), "duplicates")
                + report.epochs().size() + " epochs ("
                + count(report, e -> e.state() == State.ENDED ? 1 : 0, "ended")
                + count(report, e -> e.state() == State.ADOPTED ? 1 : 0, "adopted")
                + report.total(e -> e.state() == State.OPEN ? 1 : 0) + " open)";
    }

    private static String count(AuditReport report, ToLongFunction<EpochAudit> figure, String what) {
        return report.total(figure) + " " + what + ", ";
    }
}
