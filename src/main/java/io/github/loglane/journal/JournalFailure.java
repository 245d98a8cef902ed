package io.github.loglane.journal;

/** The journal's file cannot be used any more, such as for a full disk; the journal in memory takes over. */
public final class JournalFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    JournalFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
