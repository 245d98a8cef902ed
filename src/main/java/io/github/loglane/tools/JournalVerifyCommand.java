package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.loglane.journal.JournalCheck;
import io.github.loglane.journal.JournalFiles;
import io.github.loglane.journal.JournalView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code journal verify}: whether all that is pending is as it was written, and where not. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Checks every byte of what is pending, and tells the positions of damage.",
            "",
            "A live journal moves on meanwhile: what looks damaged counts if it still does a little",
            "later. Files set aside as damaged are named, and checked only if DIR is such a file.",
            "Positions count the bytes ever journaled, as records do; offsets those of the file.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all sound, or no journal there",
            "1:damage, or a file in a journal's place that is none",
            "2:wrong usage",
            "3:not all could be judged: a journal of a later version",
            "4:not done: no such directory, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools journal verify /var/lib/orders/journal",
            "  loglane-tools journal verify /var/lib/orders/journal/0.journal.damaged-20261123-064601-151"
        })
final class JournalVerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalTarget target;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    private final List<Result> results = new ArrayList<>();

    /** What a journal is found to be, the worst last. */
    private enum Judgement {
        SOUND(0),
        NOT_CHECKED(0),
        NEWER(3),
        DAMAGED(1),
        NO_JOURNAL(1);

        private final int exitCode;

        Judgement(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    /** One file; {@code check} is {@code null} where {@code reason} says why. */
    private record Result(
            JournalFiles.Entry entry, Judgement judgement, JournalCheck check, long records, String reason) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        results.clear();
        target.forEach(new JournalTarget.Visitor() {
            @Override
            public void journal(JournalFiles.Entry entry, JournalView view) throws IOException, InterruptedException {
                results.add(target.passesOver(entry) ? passedOver(entry) : check(entry, view));
            }

            @Override
            public void unreadable(JournalFiles.Entry entry, JournalTarget.Unreadable why) {
                Judgement judgement = why.isNewer() ? Judgement.NEWER : Judgement.NO_JOURNAL;
                results.add(
                        target.passesOver(entry)
                                ? passedOver(entry)
                                : new Result(entry, judgement, null, 0, why.reason()));
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            writeJson(out);
        } else {
            writeText(out);
        }
        out.flush();
        return worst().exitCode;
    }

    private static Result passedOver(JournalFiles.Entry entry) {
        String reason = JournalLsCommand.note(entry.role());
        return new Result(entry, Judgement.NOT_CHECKED, null, 0, reason);
    }

    private static Result check(JournalFiles.Entry entry, JournalView view) throws IOException, InterruptedException {
        JournalCheck check = view.check();
        long[] records = {0};
        view.forEach(check, item -> records[0]++);
        Judgement judgement = check.damage().isEmpty() ? Judgement.SOUND : Judgement.DAMAGED;
        return new Result(entry, judgement, check, records[0], null);
    }

    private Judgement worst() {
        return results.stream().map(Result::judgement).max(Judgement::compareTo).orElse(Judgement.SOUND);
    }

    private void writeText(PrintWriter out) {
        for (Result result : results) {
            String file = result.entry().path().getFileName() + ": ";
            JournalCheck check = result.check();
            if (check == null) {
                out.println(TextTable.printable(file + AuditText.word(result.judgement()) + ": " + result.reason()));
                continue;
            }
            out.println(TextTable.printable(file + AuditText.word(result.judgement()) + ", " + result.records()
                    + " records pending, positions " + check.commitPosition() + " to " + check.endPosition()));
            check.damage().forEach(damage -> out.println(TextTable.printable(file + describe(damage))));
        }
        out.println(results.isEmpty() ? "no journals" : AuditText.word(worst()));
    }

    static String describe(JournalCheck.Damage damage) {
        String position = damage.position() < 0 ? "" : "position " + damage.position() + ", ";
        return "damage at " + position + "file offset " + damage.fileOffset() + ", " + damage.bytes() + " bytes: "
                + damage.what();
    }

    private void writeJson(PrintWriter out) throws IOException {
        JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        try (JsonGenerator generator = factory.createGenerator(out).useDefaultPrettyPrinter()) {
            generator.writeStartObject();
            generator.writeStringField("verdict", AuditText.word(worst()));
            generator.writeNumberField("exitCode", worst().exitCode);
            generator.writeArrayFieldStart("journals");
            for (Result result : results) {
                write(generator, result);
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
        out.println();
    }

    private static void write(JsonGenerator generator, Result result) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("file", result.entry().path().toString());
        generator.writeStringField("judgement", AuditText.word(result.judgement()));
        if (result.check() == null) {
            generator.writeStringField("reason", result.reason());
        } else {
            generator.writeNumberField("records", result.records());
            generator.writeNumberField("commitPosition", result.check().commitPosition());
            generator.writeNumberField("endPosition", result.check().endPosition());
            generator.writeArrayFieldStart("damage");
            for (JournalCheck.Damage damage : result.check().damage()) {
                write(generator, damage);
            }
            generator.writeEndArray();
        }
        generator.writeEndObject();
    }

    private static void write(JsonGenerator generator, JournalCheck.Damage damage) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("what", damage.what());
        if (damage.position() >= 0) {
            generator.writeNumberField("position", damage.position());
        }
        generator.writeNumberField("fileOffset", damage.fileOffset());
        generator.writeNumberField("bytes", damage.bytes());
        generator.writeEndObject();
    }
}
