package io.github.loglane;

import io.github.loglane.encode.Worker;
import java.util.HashMap;
import java.util.Map;

/**
 * The levels that single workers of a process have, for the filter of a logging front. Immutable. Loggers go by their names,
 * the root logger by the empty one.
 *
 * <p>Of a logger's ancestors the nearest one that has a level counts, as always; where both the worker and the configuration
 * have one for it, the worker's.
 *
 * @param <L> the framework's level
 */
public final class LaneLevels<L> {

    private final Map<String, Map<String, L>> byWorker;

    /** No worker has a level of its own. */
    public LaneLevels() {
        this(Map.of());
    }

    private LaneLevels(Map<String, Map<String, L>> byWorker) {
        this.byWorker = byWorker;
    }

    /** These, and {@code level} for the logger; {@code null}: the worker has none of its own for it any more. */
    public LaneLevels<L> with(String worker, String logger, L level) {
        Map<String, L> ofWorker = new HashMap<>(byWorker.getOrDefault(worker, Map.of()));
        if (level == null) {
            ofWorker.remove(logger);
        } else {
            ofWorker.put(logger, level);
        }
        Map<String, Map<String, L>> changed = new HashMap<>(byWorker);
        if (ofWorker.isEmpty()) {
            changed.remove(worker);
        } else {
            changed.put(worker, Map.copyOf(ofWorker));
        }
        return new LaneLevels<>(Map.copyOf(changed));
    }

    public boolean isEmpty() {
        return byWorker.isEmpty();
    }

    /** By logger, those of the worker whose id is spelled {@code worker}; {@code null} where it has none. */
    public Map<String, L> of(String worker) {
        if (worker == null) {
            return null;
        }
        Map<String, L> levels = byWorker.get(worker);
        return levels != null || isPlain(worker)
                ? levels
                : byWorker.get(Worker.parse(worker).toString());
    }

    /** Whether there is no other spelling of the same worker, such as {@code 007} of 7. */
    private static boolean isPlain(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        return first > '0' && text.charAt(text.length() - 1) > ' ';
    }

    /**
     * The worker's level that counts for a logger, or {@code null}.
     *
     * @param levels the worker's
     * @param configured the logger's nearest ancestor, itself included, that has a level in the configuration
     * @param separators the characters that divide the framework's names of loggers
     */
    public static <L> L nearest(Map<String, L> levels, String logger, String configured, String separators) {
        String name = logger;
        while (name.length() >= configured.length()) {
            L own = levels.get(name);
            if (own != null) {
                return own;
            }
            if (name.isEmpty()) {
                break;
            }
            name = parent(name, separators);
        }
        return null;
    }

    private static String parent(String name, String separators) {
        int end = name.length() - 1;
        while (end > 0 && separators.indexOf(name.charAt(end)) < 0) {
            end--;
        }
        return name.substring(0, end);
    }
}
