package io.github.loglane;

import io.github.loglane.encode.Worker;
import io.github.loglane.journal.RecordDraft;

/** Hands a worker id on from the encoder's terms to the journal's, which do not know each other. */
final class Workers {

    private Workers() {}

    static void put(Worker worker, RecordDraft draft) {
        if (worker.isText()) {
            draft.worker(worker.textUtf8());
        } else if (worker.isPresent()) {
            draft.worker(worker.number());
        }
    }
}
