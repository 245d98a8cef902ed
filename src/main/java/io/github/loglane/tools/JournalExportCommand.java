package io.github.loglane.tools;

import io.github.loglane.journal.JournalCheck;
import io.github.loglane.journal.JournalFiles;
import io.github.loglane.journal.JournalView;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code journal export}: the pending records as JSON lines. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Prints what is pending as JSON lines in UTF-8, one object a record.",
            "",
            "Members: id, epoch, seq, position, kind, workerId, timestamp, gap, and body: the object that",
            "Kafka gets where it is JSON, else its text; bodyBase64 where it is no text.",
            "Of a damaged journal all that is sound is printed, and what is not is told on standard error.",
            "Files set aside as damaged are printed only if DIR is such a file. Nothing is taken out.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all printed, or as much as the reader took",
            "1:damage, or a file in a journal's place that is none",
            "2:wrong usage",
            "3:a journal of a later version was left out",
            "4:not done: no such directory, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools journal export /var/lib/orders/journal > pending.jsonl",
            "  loglane-tools journal export /var/lib/orders/journal/0.journal | jq -r .body.message"
        })
final class JournalExportCommand implements Callable<Integer>, JournalTarget.Visitor {

    private static final int BUFFER_BYTES = 64 << 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JournalTarget target;

    /** Bytes, since JSON is UTF-8 whatever the terminal's encoding. */
    OutputStream standardOut = new FileOutputStream(FileDescriptor.out);

    private OutputStream out;
    private int exitCode;

    @Override
    public Integer call() throws IOException, InterruptedException {
        exitCode = 0;
        out = new BufferedOutputStream(standardOut, BUFFER_BYTES);
        try {
            target.forEach(this);
            out.flush();
        } catch (UncheckedIOException | IOException unwritten) {
            return stopped(unwritten);
        }
        return exitCode;
    }

    /** A reader that has seen enough, such as head, closes its end. */
    private static int stopped(Exception unwritten) {
        IOException cause =
                unwritten instanceof UncheckedIOException wrapped ? wrapped.getCause() : (IOException) unwritten;
        if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
            return 0;
        }
        throw new ToolFailure("expecting: standard output to take all, found: " + cause.getMessage(), cause);
    }

    @Override
    public void journal(JournalFiles.Entry entry, JournalView view) throws IOException, InterruptedException {
        if (target.passesOver(entry)) {
            return;
        }
        JournalCheck check = view.check();
        view.forEach(check, item -> {
            try {
                out.write(RecordJson.line(item));
            } catch (IOException unwritten) {
                throw new UncheckedIOException(unwritten);
            }
        });
        for (JournalCheck.Damage damage : check.damage()) {
            tell(entry, JournalVerifyCommand.describe(damage));
            exitCode = 1;
        }
    }

    @Override
    public void unreadable(JournalFiles.Entry entry, JournalTarget.Unreadable why) {
        if (target.passesOver(entry)) {
            return;
        }
        tell(entry, why.reason());
        exitCode = why.isNewer() && exitCode == 0 ? 3 : exitCode;
        exitCode = why.isNewer() ? exitCode : 1;
    }

    private void tell(JournalFiles.Entry entry, String what) {
        spec.commandLine().getErr().println(TextTable.printable(entry.path().getFileName() + ": " + what));
        spec.commandLine().getErr().flush();
    }
}
