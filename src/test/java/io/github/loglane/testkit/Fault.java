package io.github.loglane.testkit;

import java.time.Duration;
import org.apache.kafka.common.protocol.Errors;

/** What a {@link FaultProxy} does to one Produce request. */
public record Fault(Kind kind, Errors error, Duration delay) {

    /** The kinds, by which a proxy counts. */
    public enum Kind {
        /** Forwarded and answered. */
        PASS,
        /** Answered with an error for each of its partitions, never forwarded. */
        ERROR,
        /** Forwarded; in place of its answer the connection ends. So it is appended and not acked. */
        LOSE_ACK,
        /** Not forwarded; the connection ends after the answers to earlier requests. */
        CUT,
        /** Forwarded after a while; later requests of its connection wait behind it. */
        DELAY
    }

    public static final Fault PASS = new Fault(Kind.PASS, Errors.NONE, Duration.ZERO);
    public static final Fault LOSE_ACK = new Fault(Kind.LOSE_ACK, Errors.NONE, Duration.ZERO);
    public static final Fault CUT = new Fault(Kind.CUT, Errors.NONE, Duration.ZERO);
    public static final Fault NOT_LEADER = error(Errors.NOT_LEADER_OR_FOLLOWER);
    public static final Fault NOT_AUTHORIZED = error(Errors.TOPIC_AUTHORIZATION_FAILED);

    public static Fault error(Errors error) {
        return new Fault(Kind.ERROR, error, Duration.ZERO);
    }

    public static Fault delay(Duration delay) {
        return new Fault(Kind.DELAY, Errors.NONE, delay);
    }
}
