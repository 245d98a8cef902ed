package io.github.loglane.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as the brokers describe it.
 *
 * @param config effective settings by name
 */
record TopicState(String topic, List<Partition> partitions, Map<String, String> config) {

    /**
     * One partition.
     *
     * @param leader broker id; {@code null} where there is none
     * @param beginning offset of the first record; {@code null} where nobody can tell
     * @param end offset of the next record; {@code null} where nobody can tell
     */
    record Partition(
            int partition, Integer leader, List<Integer> replicas, List<Integer> isr, Long beginning, Long end) {}

    int replicationFactor() {
        return partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    }

    String cleanupPolicy() {
        return config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    }

    /** What speaks against the topic as one for records; empty where it fits. */
    List<String> misfitsAsLogs(Integer askedPartitions, Short askedReplicas) {
        List<String> misfits = misfits(askedPartitions, askedReplicas);
        if (!"delete".equals(cleanupPolicy())) {
            misfits.add("expecting: cleanup.policy=delete, found: " + cleanupPolicy());
        }
        return misfits;
    }

    /** What speaks against the topic as one for settings; empty where it fits. */
    List<String> misfitsAsConf(Short askedReplicas) {
        List<String> misfits = misfits(1, askedReplicas);
        // With "compact,delete" a setting would end with retention.ms, unseen.
        if (!"compact".equals(cleanupPolicy())) {
            misfits.add("expecting: cleanup.policy=compact, found: " + cleanupPolicy());
        }
        return misfits;
    }

    private List<String> misfits(Integer askedPartitions, Short askedReplicas) {
        List<String> misfits = new ArrayList<>();
        if (askedPartitions != null && askedPartitions != partitions.size()) {
            misfits.add("expecting: " + askedPartitions + " partitions, found: " + partitions.size());
        }
        if (askedReplicas != null && askedReplicas != replicationFactor()) {
            misfits.add("expecting: replication factor " + askedReplicas + ", found: " + replicationFactor());
        }
        return misfits;
    }
}
