package io.github.loglane.tools;

import java.util.Locale;

/** What an audit comes to, the best first. */
public enum Verdict {
    /** Every seq of every epoch arrived, was declared, or was cut away by retention; all epochs ended. */
    COMPLETE(0),
    /** As {@link #COMPLETE} as far as the seqs seen; some epochs have no end. */
    OPEN(0),
    /** Something could not be judged, or there was nothing to judge. */
    UNKNOWN(3),
    /** Nothing is missing, but the order within a lane is not that of the log calls. */
    REORDERED(1),
    /** Seqs are missing that nobody declared. */
    MISSING(1);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of the command line. */
    public int exitCode(boolean requireEnd) {
        return requireEnd && this == OPEN ? UNKNOWN.exitCode : exitCode;
    }

    /** The verdict as it is printed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
