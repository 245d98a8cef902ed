package io.github.loglane;

import io.github.loglane.status.DropCause;

/** What became of one event offered to a {@link LogPipeline}. */
public enum Outcome {
    /** In the journal: it will reach Kafka, in order. */
    APPENDED(null),
    /** Refused: the journal had no room. */
    FULL(DropCause.FULL),
    /** Refused: less severe than what the room left is kept for. */
    SHED(DropCause.SHED),
    /** Refused: its encoder or nested layout threw. */
    ENCODE_FAILED(DropCause.ENCODE_FAILED),
    /** Refused: the pipeline is closed. */
    CLOSED(DropCause.CLOSED),
    /** Ignored: logged by one of loglane's own threads. */
    OWN_LOGGER(DropCause.OWN_LOGGER);

    private final DropCause cause;

    Outcome(DropCause cause) {
        this.cause = cause;
    }

    /** The cause it is counted under where no fallback took it; {@code null} for {@link #APPENDED}. */
    public DropCause cause() {
        return cause;
    }

    /** Whether a fallback should have the event: it was refused while the pipeline was open. */
    public boolean isForFallback() {
        return this == FULL || this == SHED || this == ENCODE_FAILED;
    }
}
