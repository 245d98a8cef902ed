package io.github.loglane.journal;

import io.github.loglane.status.StatusReporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Saves what is sound in a damaged file into a new one, and keeps the damaged one aside as {@code
 * <n>.journal.damaged-<time>}, for whoever wants to know; the newest {@value #MAX_KEPT} of a slot. The slot is held meanwhile.
 */
final class Salvage {

    /** Disk space is bounded, evidence too. */
    private static final int MAX_KEPT = 2;

    private static final String MARK = ".damaged-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Slot slot;
    private final StatusReporter status;
    private final FileAttribute<?>[] fileAttributes;

    Salvage(Slot slot, StatusReporter status, FileAttribute<?>[] fileAttributes) {
        this.slot = slot;
        this.status = status;
        this.fileAttributes = fileAttributes;
    }

    /** @return the new file, in the damaged one's place; a little larger where the records no longer fit between the seams */
    JournalFile replace(JournalFile damaged, Recovery found) throws IOException {
        FileDescription description = damaged.description();
        long records = save(damaged, found, description);
        while (records < 0) {
            description = description.withOneMoreSegment();
            records = save(damaged, found, description);
        }
        damaged.close();
        setAside(describe(found, records));
        finishReplacing();
        return JournalFile.open(slot.journal(), description);
    }

    /** Copies what is sound into a new file; returns the number of records, or -1, and no file, where they have no room in it. */
    private long save(JournalFile damaged, Recovery found, FileDescription description) throws IOException {
        Path next = next();
        Files.deleteIfExists(next);
        Files.createFile(next, fileAttributes);
        long records = -1;
        try {
            records = fill(JournalFile.create(next, description), damaged, found);
        } finally {
            if (records < 0) {
                Files.deleteIfExists(next);
            }
        }
        return records;
    }

    private static long fill(JournalFile fresh, JournalFile damaged, Recovery found) throws IOException {
        try {
            fresh.clusterId(damaged.clusterId());
            long records = copy(damaged, found, fresh);
            fresh.force(0, fresh.description().capacityBytes());
            return records;
        } finally {
            fresh.close();
        }
    }

    private static long copy(JournalFile damaged, Recovery found, JournalFile fresh) throws IOException {
        Journal into = new Journal(fresh, null, 0);
        long[] records = {0};
        RunReader.of(damaged.memory(), found.scan()).forEach(item -> {
            boolean hasRoom = records[0] >= 0 && into.copy(damaged.memory(), item.position());
            records[0] = hasRoom ? records[0] + 1 : -1;
        });
        return records[0];
    }

    private static String describe(Recovery found, long records) {
        List<JournalScan.Run> holes = found.scan().holes();
        long bytes = holes.stream().mapToLong(hole -> hole.to() - hole.from()).sum();
        String where = holes.stream()
                .limit(5)
                .map(hole -> hole.from() + "-" + hole.to())
                .collect(Collectors.joining(", "));
        return holes.isEmpty()
                ? "a page at one of its ends was damaged; " + records
                        + " records are sound and will be shipped, some maybe for the second time"
                : bytes + " bytes hold no sound record, at positions " + where + (holes.size() > 5 ? ", ..." : "")
                        + "; " + records + " records are sound and will be shipped";
    }

    /** Gives the file in the slot's place another name, and tells of it. */
    void setAside(String reason) throws IOException {
        Path aside = slot.journal().resolveSibling(slot.journal().getFileName() + MARK + TIME.format(Instant.now()));
        Files.move(slot.journal(), aside, StandardCopyOption.ATOMIC_MOVE);
        status.error("damaged", "a damaged journal is kept as " + aside + ": " + reason);
        deleteOldest();
    }

    private void deleteOldest() throws IOException {
        String prefix = slot.journal().getFileName() + MARK;
        try (Stream<Path> files = Files.list(slot.journal().getParent())) {
            List<Path> kept = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
            for (int i = 0; i < kept.size() - MAX_KEPT; i++) {
                Files.delete(kept.get(i));
            }
        }
    }

    /** Puts the new file in its place, also where a process was killed before it could; drops one that is not complete. */
    void finishReplacing() throws IOException {
        Path next = next();
        if (!Files.exists(next)) {
            return;
        }
        // with the damaged one still there, whoever recovers it begins anew
        if (!Files.exists(slot.journal()) && isMade(next)) {
            Files.move(next, slot.journal(), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.delete(next);
        }
    }

    /** Whether its process lived until the file was one. */
    private static boolean isMade(Path next) throws IOException {
        try {
            FileDescription.read(next);
            return true;
        } catch (NewerVersionException notOurs) {
            return true;
        } catch (DamagedFileException unfinished) {
            return false;
        }
    }

    private Path next() {
        return next(slot.journal());
    }

    /** Where the new file grows until it is complete. */
    static Path next(Path journal) {
        return journal.resolveSibling(journal.getFileName() + ".new");
    }
}
