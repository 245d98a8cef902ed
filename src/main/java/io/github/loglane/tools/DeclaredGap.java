package io.github.loglane.tools;

import io.github.loglane.journal.Gap;
import io.github.loglane.status.DropCause;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A gap as a record declares it: more lenient than {@link Gap}, since the writer may be of a later version. */
record DeclaredGap(long from, long to, Map<String, Long> byCause) {

    /** Cause of seqs whose declaration names none that this version knows. */
    static final String UNREAD_CAUSE = "unread";

    /** Reads the header {@code gap}, {@code null} where there is none; empty where it is no gap. */
    static Optional<DeclaredGap> read(String text) {
        return text == null
                ? Optional.empty()
                : Gap.parse(text).map(DeclaredGap::of).or(() -> readRange(text));
    }

    static DeclaredGap unread(long from, long to) {
        return new DeclaredGap(from, to, Map.of(UNREAD_CAUSE, to - from + 1));
    }

    private static DeclaredGap of(Gap gap) {
        Map<String, Long> byCause = new TreeMap<>();
        for (DropCause cause : DropCause.values()) {
            if (gap.count(cause) > 0) {
                byCause.put(cause.word(), gap.count(cause));
            }
        }
        return new DeclaredGap(gap.from(), gap.to(), byCause);
    }

    /** A later version may know causes that this one does not: the seqs are declared all the same. */
    private static Optional<DeclaredGap> readRange(String text) {
        int hyphen = text.indexOf('-');
        int end = text.indexOf(';');
        if (hyphen < 1 || end < hyphen) {
            return Optional.empty();
        }
        try {
            long from = Long.parseLong(text, 0, hyphen, 10);
            long to = Long.parseLong(text, hyphen + 1, end, 10);
            return from < 1 || to < from ? Optional.empty() : Optional.of(unread(from, to));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}
