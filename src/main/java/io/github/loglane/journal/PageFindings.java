package io.github.loglane.journal;

import java.util.ArrayList;
import java.util.List;

/** What of a file's header and trailer, and of its length, is not as it was written. */
final class PageFindings {

    private final List<JournalCheck.Damage> found = new ArrayList<>();
    private final HeaderPeek pages;
    private final long trailerAt;

    private PageFindings(HeaderPeek pages, long trailerAt) {
        this.pages = pages;
        this.trailerAt = trailerAt;
    }

    static List<JournalCheck.Damage> of(HeaderPeek pages, FileDescription description, long fileBytes) {
        long wantedBytes = FileLayout.fileBytes(description.capacityBytes());
        PageFindings findings = new PageFindings(pages, FileLayout.PAGE_BYTES + description.capacityBytes());
        if (fileBytes != wantedBytes) {
            findings.add(
                    "the file has " + fileBytes + " bytes, not " + wantedBytes, Math.min(fileBytes, wantedBytes), 0);
        }
        findings.descriptions();
        findings.blocks();
        return findings.found;
    }

    private void descriptions() {
        if (!FileDescription.isSound(pages.header())) {
            add("description in the header", 0, FileLayout.DESCRIPTION_END);
        }
        if (!FileDescription.isSound(pages.trailer())) {
            add("description in the trailer", trailerAt, FileLayout.DESCRIPTION_END);
        }
    }

    private void blocks() {
        HeaderPage header = pages.header();
        if (!isAsWritten(header, FileLayout.OPENING, FileLayout.OPENING_BYTES)) {
            add("last opening", FileLayout.OPENING, FileLayout.OPENING_BYTES);
        }
        if (!isAsWritten(header, FileLayout.CLUSTER, FileLayout.CLUSTER_BYTES)) {
            add("cluster id", FileLayout.CLUSTER, FileLayout.CLUSTER_BYTES);
        }
        if (!isAsWritten(header, FileLayout.CLOSED, FileLayout.CLOSED_BYTES)) {
            add("end of the last opening", FileLayout.CLOSED, FileLayout.CLOSED_BYTES);
        }
        if (!header.isSound(FileLayout.COMMIT, FileLayout.COMMIT_BYTES)) {
            add("commit in the header", FileLayout.COMMIT, FileLayout.COMMIT_BYTES);
        }
        if (!pages.trailer().isSound(FileLayout.COMMIT, FileLayout.COMMIT_BYTES)) {
            add("commit in the trailer", trailerAt + FileLayout.COMMIT, FileLayout.COMMIT_BYTES);
        }
    }

    /** What was never written is all zeros, and has no checksum. */
    private static boolean isAsWritten(HeaderPage page, int block, int bytes) {
        byte[] content = new byte[bytes];
        page.get(block, content);
        boolean isEmpty = true;
        for (byte b : content) {
            isEmpty &= b == 0;
        }
        return isEmpty || page.isSound(block, bytes);
    }

    private void add(String what, long fileOffset, long bytes) {
        found.add(new JournalCheck.Damage(what, -1, fileOffset, bytes));
    }
}
