package io.github.loglane.tools;

import io.github.loglane.journal.DamagedFileException;
import io.github.loglane.journal.JournalFiles;
import io.github.loglane.journal.JournalView;
import io.github.loglane.journal.NewerVersionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Which journals a command is to look at, and how to get through them when some are none. */
final class JournalTarget {

    @Parameters(
            paramLabel = "DIR",
            description = "The directory that the appender's option journal names, or one journal in it.")
    private Path path;

    /** What a command does with each file. */
    interface Visitor {

        void journal(JournalFiles.Entry entry, JournalView view) throws IOException, InterruptedException;

        /** A file that cannot be looked into. */
        void unreadable(JournalFiles.Entry entry, Unreadable why);
    }

    /**
     * Why not.
     *
     * @param isNewer whether it is sound as far as can be told, and a later version's
     */
    record Unreadable(String reason, boolean isNewer) {}

    /** Whether the file is there beside a slot's journal, and is of interest only to who names it. */
    boolean passesOver(JournalFiles.Entry entry) {
        return Files.isDirectory(path) && entry.role() != JournalFiles.Role.SLOT;
    }

    void forEach(Visitor visitor) throws InterruptedException {
        for (JournalFiles.Entry entry : entries()) {
            try (JournalView view = JournalView.open(entry)) {
                visitor.journal(entry, view);
            } catch (NewerVersionException newer) {
                visitor.unreadable(entry, new Unreadable(newer.getMessage(), true));
            } catch (DamagedFileException none) {
                visitor.unreadable(entry, new Unreadable(none.getMessage(), false));
            } catch (IOException | InternalError failed) {
                failed(entry, failed);
            }
        }
    }

    private List<JournalFiles.Entry> entries() {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new ToolFailure("expecting: a directory of journals, or a journal, found: nothing at " + path);
            }
            return List.of(JournalFiles.at(path));
        }
        try {
            return JournalFiles.in(path);
        } catch (IOException denied) {
            throw new ToolFailure("expecting: a directory that may be read, found: " + denied, denied);
        }
    }

    private static void failed(JournalFiles.Entry entry, Throwable failure) {
        // a journal that was shipped for a process that is gone is deleted; nothing to tell of it any more
        if (Files.exists(entry.path())) {
            throw new ToolFailure("expecting: " + entry.path() + " to be readable, found: " + failure, failure);
        }
    }
}
