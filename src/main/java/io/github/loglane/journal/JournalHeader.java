package io.github.loglane.journal;

/**
 * What a journal's file says of itself at one moment.
 *
 * @param topic the Kafka topic of its records
 * @param target the bootstrap servers, sorted
 * @param clusterId the id of the Kafka cluster; empty until the first contact
 * @param capacityBytes size of the ring
 * @param createdMs since 1970
 * @param epoch of the process that had it open last; 0 where there was none, or that is damaged
 * @param hostname of that process; empty with epoch 0
 * @param pid of that process, within its own pid namespace
 * @param startedMs when that process opened it, since 1970
 * @param isClosed whether that process said good-bye
 */
public record JournalHeader(
        String topic,
        String target,
        String clusterId,
        long capacityBytes,
        long createdMs,
        long epoch,
        String hostname,
        long pid,
        long startedMs,
        boolean isClosed) {

    static JournalHeader of(FileDescription file, HeaderPeek pages) {
        LastOpening last = pages.lastOpening();
        boolean wasOpened = last.epoch() != 0;
        return new JournalHeader(
                file.topic(),
                file.target(),
                pages.clusterId(),
                file.capacityBytes(),
                file.createdMs(),
                last.epoch(),
                wasOpened ? last.opener().hostname() : "",
                wasOpened ? last.opener().pid() : 0,
                wasOpened ? last.opener().startedMs() : 0,
                last.isClosed());
    }
}
