package io.github.loglane;

import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.JournalFailure;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.status.DropCause;

/** Appends to whatever journal is the current one; where that fails or is replaced meanwhile, to the next. Safe for any thread. */
final class Appends {

    private final Openings openings;
    private final AppendTimer timer;

    Appends(Openings openings, AppendTimer timer) {
        this.openings = openings;
        this.timer = timer;
    }

    /** As {@link io.github.loglane.journal.Journal#append}, but never throws for the disk. */
    AppendResult append(RecordDraft draft, long maxWaitNanos, DropCause refusedAs) {
        Opening opening = openings.current();
        while (true) {
            AppendResult result;
            try {
                result = timer.append(opening.journal, draft, maxWaitNanos, refusedAs);
            } catch (JournalFailure | InternalError failed) {
                openings.fail(opening, failed);
                result = AppendResult.SEALED;
            }
            Opening next = openings.current();
            if (result != AppendResult.SEALED || next == opening) {
                return result;
            }
            opening = next;
        }
    }

    /** As {@link io.github.loglane.journal.Journal#offer}; what a failing disk refuses may come again. */
    AppendResult offer(RecordDraft draft) {
        Opening opening = openings.current();
        try {
            return opening.journal.offer(draft);
        } catch (JournalFailure | InternalError failed) {
            openings.fail(opening, failed);
            return AppendResult.FULL;
        }
    }

    /** As {@link io.github.loglane.journal.Journal#drop}. */
    boolean drop(DropCause cause) {
        Opening opening = openings.current();
        while (true) {
            boolean open = dropFrom(opening, cause);
            Opening next = openings.current();
            if (open || next == opening) {
                return open;
            }
            opening = next;
        }
    }

    private boolean dropFrom(Opening opening, DropCause cause) {
        try {
            return opening.journal.drop(cause);
        } catch (JournalFailure | InternalError failed) {
            openings.fail(opening, failed);
            return false;
        }
    }
}
