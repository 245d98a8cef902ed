package io.github.loglane.journal;

/**
 * Whether a process holds a journal's slot, as the operating system tells without being disturbed.
 *
 * @param state what is known
 * @param pid the process, {@link State#ALIVE} only; it need not be the one that the journal names as its last writer, since
 *     another may ship what that one left
 */
public record JournalOwner(State state, long pid) {

    /** What is known of the owner. */
    public enum State {
        /** A process holds the slot. */
        ALIVE,
        /** No process holds it. */
        GONE,
        /** It cannot be told from here: no Linux, another container, a file system that other hosts share, no lock file. */
        UNKNOWN
    }

    static final JournalOwner NOBODY = new JournalOwner(State.GONE, 0);
    static final JournalOwner UNTOLD = new JournalOwner(State.UNKNOWN, 0);

    /** Whether somebody may write to the journal at this moment. */
    public boolean mayWrite() {
        return state != State.GONE;
    }
}
