package io.github.loglane.journal;

import io.github.loglane.status.DropCause;
import java.util.Arrays;
import java.util.Optional;

/**
 * A run of seqs that no record stands for, each dropped under a cause. Immutable.
 *
 * <p>Its text, the value of the Kafka header {@link #HEADER}: {@code from-to;cause=count;cause=count}, for example
 * {@code 5-9;full=3;shed=2}. The counts add up to {@code to - from + 1}.
 */
public final class Gap {

    /** Name of the Kafka header on the record that declares the gap. */
    public static final String HEADER = "gap";

    private final long from;
    private final long to;
    private final long[] counts;

    /** @param counts events dropped, by {@link DropCause#code()} */
    public Gap(long from, long to, long[] counts) {
        this.from = from;
        this.to = to;
        this.counts = Arrays.copyOf(counts, DropCause.values().length);
    }

    /** First seq dropped. */
    public long from() {
        return from;
    }

    /** Last seq dropped. */
    public long to() {
        return to;
    }

    public long count(DropCause cause) {
        return counts[cause.code()];
    }

    /** Parses {@link #toString()}'s form; empty where {@code text} is no such thing. */
    public static Optional<Gap> parse(String text) {
        String[] parts = text.split(";", -1);
        int hyphen = parts[0].indexOf('-');
        try {
            long[] counts = new long[DropCause.values().length];
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                counts[causeOf(parts[i].substring(0, Math.max(0, equals))).code()] =
                        Long.parseLong(parts[i].substring(equals + 1));
            }
            Gap gap = new Gap(
                    Long.parseLong(parts[0].substring(0, Math.max(0, hyphen))),
                    Long.parseLong(parts[0].substring(hyphen + 1)),
                    counts);
            return gap.isSound() ? Optional.of(gap) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static DropCause causeOf(String word) {
        for (DropCause cause : DropCause.values()) {
            if (cause.word().equals(word)) {
                return cause;
            }
        }
        throw new IllegalArgumentException("expecting: a cause of loss, found: " + word);
    }

    private boolean isSound() {
        return from >= 1 && to >= from && Arrays.stream(counts).allMatch(c -> c >= 0) && total() == to - from + 1;
    }

    private long total() {
        return Arrays.stream(counts).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(48).append(from).append('-').append(to);
        for (DropCause cause : DropCause.values()) {
            if (count(cause) > 0) {
                text.append(';').append(cause.word()).append('=').append(count(cause));
            }
        }
        return text.toString();
    }
}
