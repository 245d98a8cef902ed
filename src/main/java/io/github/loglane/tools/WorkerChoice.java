package io.github.loglane.tools;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/**
 * The workers asked for, and where their records can be. A worker's partition is its id modulo the count of partitions, and
 * that count only ever grows: what was written under any earlier count is in the partition that this count gives. So the
 * partitions of all counts up to today's are those to read, however the topic grew. Immutable.
 *
 * <p>A record that another program wrote under such a worker's name elsewhere is not found.
 */
final class WorkerChoice {

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,18}");

    private final Map<String, byte[]> headers = new LinkedHashMap<>();

    /** @param workers ids in the form in which an appender is given its own; none for all workers */
    WorkerChoice(Collection<String> workers) {
        for (String worker : workers) {
            String id = worker.strip();
            if (id.isEmpty()) {
                throw new UsageFailure("expecting: --worker with a worker id, found: nothing");
            }
            String canonical = INTEGER.matcher(id).matches() ? String.valueOf(Long.parseLong(id)) : id;
            headers.put(canonical, canonical.getBytes(StandardCharsets.UTF_8));
        }
    }

    boolean isAll() {
        return headers.isEmpty();
    }

    /** Whether a record with the header {@code w}, {@code null} where it has none, is of one of them. */
    boolean contains(byte[] header) {
        return isAll() || headers.values().stream().anyMatch(id -> Arrays.equals(id, header));
    }

    /**
     * Partitions of a topic with {@code count} of them that may hold their records. Partition 0 is always one: there is what a
     * process of several workers says of itself.
     */
    Set<Integer> partitions(int count) {
        Set<Integer> partitions = new TreeSet<>();
        for (int earlier = 1; earlier <= count; earlier++) {
            if (isAll()) {
                partitions.add(earlier - 1);
            }
            for (Map.Entry<String, byte[]> worker : headers.entrySet()) {
                partitions.add(partition(worker.getKey(), worker.getValue(), earlier));
            }
        }
        return partitions;
    }

    private static int partition(String id, byte[] utf8, int count) {
        return INTEGER.matcher(id).matches()
                ? Math.floorMod(Long.parseLong(id), count)
                : Utils.toPositive(Utils.murmur2(utf8)) % count;
    }
}
