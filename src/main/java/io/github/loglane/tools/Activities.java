package io.github.loglane.tools;

import io.github.loglane.journal.RecordId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All runs that left a record; the memory is that of an {@link Activity} for each. Knows nothing of Kafka. One thread at a time. */
final class Activities {

    private static final Comparator<Activity> BY_NAME = Comparator.comparing(
                    Activity::hostname, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Activity::worker, Comparator.nullsFirst(Fleet::compareWorkers))
            .thenComparing(Activity::firstSeenMs)
            .thenComparing(activity -> RecordId.epochText(activity.epoch));

    private final Map<Long, Activity> byEpoch = new HashMap<>();

    void see(RecordView record) {
        byEpoch.computeIfAbsent(record.epoch(), Activity::new).see(record);
    }

    /** By host, worker, and time. */
    List<Activity> all() {
        List<Activity> all = new ArrayList<>(byEpoch.values());
        all.sort(BY_NAME);
        return all;
    }
}
