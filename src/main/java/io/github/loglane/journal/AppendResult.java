package io.github.loglane.journal;

import io.github.loglane.status.DropCause;

/** What became of one {@link Journal#append}. */
public enum AppendResult {
    APPENDED,
    /** Refused for lack of room. A seq was used up and the gap will be declared. */
    FULL,
    /** Refused to keep the room left for records of a higher priority. A seq was used up and the gap will be declared. */
    SHED,
    /** Refused since the journal is sealed. No seq was used up. */
    SEALED;

    boolean isRefused() {
        return this == FULL || this == SHED;
    }

    /** Under which cause a refused record's seq is declared. */
    DropCause cause() {
        return this == FULL ? DropCause.FULL : DropCause.SHED;
    }
}
