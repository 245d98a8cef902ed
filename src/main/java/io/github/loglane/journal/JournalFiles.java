package io.github.loglane.journal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The journals of a directory, for whoever only wants to look: opens no lock file, changes nothing. Safe for any thread. */
public final class JournalFiles {

    private static final Pattern NAME = Pattern.compile("(\\d{1,9})\\.journal(\\.new|\\.damaged-.*)?");

    private JournalFiles() {}

    /** What a file is to the slot that it has its name from. */
    public enum Role {
        /** The slot's journal. */
        SLOT,
        /** A damaged journal, kept by whoever saved what was sound in it. */
        SET_ASIDE,
        /** Where a damaged journal's sound records are being saved while that is still there; made again if nobody finishes it. */
        UNFINISHED
    }

    /**
     * One journal's file.
     *
     * @param owner who holds its slot; of one set aside nobody
     */
    public record Entry(Path path, Role role, JournalOwner owner) {}

    /**
     * All journals in {@code directory}, by slot, those set aside behind their slot.
     *
     * @throws IOException where it is no directory, or must not be read
     */
    public static List<Entry> in(Path directory) throws IOException {
        List<Entry> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (NAME.matcher(file.getFileName().toString()).matches()) {
                    found.add(at(file));
                }
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        found.sort(Comparator.comparingInt((Entry entry) -> slotOf(entry.path()))
                .thenComparing(entry -> entry.path().getFileName().toString()));
        return found;
    }

    /** The file at {@code path}, whatever its name. */
    public static Entry at(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (!name.matches()) {
            return new Entry(path, Role.SLOT, JournalOwner.UNTOLD);
        }
        String behind = name.group(2);
        if (behind != null && behind.startsWith(Salvage.MARK)) {
            return new Entry(path, Role.SET_ASIDE, JournalOwner.NOBODY);
        }
        JournalOwner owner = LockTable.ownerOf(path.resolveSibling(name.group(1) + ".lock"));
        // without a journal beside it, what was saved is complete, and is what the slot's next owner goes on with
        boolean isUnfinished = behind != null && Files.exists(path.resolveSibling(name.group(1) + ".journal"));
        return new Entry(path, isUnfinished ? Role.UNFINISHED : Role.SLOT, owner);
    }

    private static int slotOf(Path path) {
        String name = path.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.indexOf('.')));
    }
}
