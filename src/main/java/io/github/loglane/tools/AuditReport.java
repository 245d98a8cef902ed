package io.github.loglane.tools;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What an audit found in one topic.
 *
 * @param epochs in the order in which they were first seen
 */
public record AuditReport(String topic, List<PartitionAudit> partitions, List<EpochAudit> epochs) {

    /** The worst verdict of all epochs; {@link Verdict#UNKNOWN} where there is none to judge. */
    public Verdict verdict() {
        return epochs.stream().map(EpochAudit::verdict).max(Verdict::compareTo).orElse(Verdict.UNKNOWN);
    }

    /** The epoch as it stands in keys; empty where no record of it was read. */
    public Optional<EpochAudit> epoch(String epoch) {
        return epochs.stream().filter(audit -> audit.epoch().equals(epoch)).findFirst();
    }

    /** Adds up a figure over all epochs. */
    public long total(ToLongFunction<EpochAudit> figure) {
        return epochs.stream().mapToLong(figure).sum();
    }

    /** Records that are not ours, in all partitions. */
    public long foreign() {
        return partitions.stream().mapToLong(PartitionAudit::foreign).sum();
    }
}
