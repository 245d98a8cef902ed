package io.github.loglane.journal;

/** How long room is kept for a record while the journal fills. */
public enum Priority {
    /** Refused from 80 % used: DEBUG and TRACE. */
    LOW,
    /** Refused from 95 % used: INFO. */
    NORMAL,
    /** Refused only when there is no room: WARN and above, and loglane's own records. */
    HIGH
}
