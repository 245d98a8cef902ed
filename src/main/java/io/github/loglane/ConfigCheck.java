package io.github.loglane;

import io.github.loglane.encode.Redactor;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks options; the form of a refusal is {@code option 'x': expecting: this, found: that}. */
final class ConfigCheck {

    private static final String TOPIC_PATTERN = "[a-zA-Z0-9._-]{1,249}";

    private ConfigCheck() {}

    static void check(PipelineConfig config) {
        expect(hasText(config.name()), "name", "a name", config.name());
        checkTopic("topic", config.topic());
        inRange(
                "journalBytes",
                config.journalBytes(),
                PipelineConfig.MIN_JOURNAL_BYTES,
                PipelineConfig.MAX_JOURNAL_BYTES);
        inRange(
                "maxRecordBytes",
                config.maxRecordBytes(),
                PipelineConfig.MIN_RECORD_BYTES,
                PipelineConfig.MAX_RECORD_BYTES);
        expect(
                config.maxRecordBytes() <= config.journalBytes() / PipelineConfig.MIN_RECORDS_PER_JOURNAL,
                "maxRecordBytes",
                "at most journalBytes / " + PipelineConfig.MIN_RECORDS_PER_JOURNAL + " = "
                        + config.journalBytes() / PipelineConfig.MIN_RECORDS_PER_JOURNAL,
                config.maxRecordBytes());
        inRange("force", config.forceMs(), 0, PipelineConfig.MAX_FORCE_MS);
        inRange("maxWaitMs", config.maxWaitMs(), 0, PipelineConfig.MAX_TIME_MS);
        inRange("stopTimeoutMs", config.stopTimeoutMs(), 0, PipelineConfig.MAX_TIME_MS);
        WorkerSource.check(config.workerId());
    }

    /** The directory that {@code option} names; {@code null} where it names none. */
    static Path directory(String option, String path) {
        if (!hasText(path)) {
            return null;
        }
        try {
            return Path.of(path.strip());
        } catch (InvalidPathException bad) {
            throw new IllegalArgumentException("option '" + option + "': expecting: a directory's path, found: " + path
                    + " (" + bad.getReason() + ")");
        }
    }

    static void checkTopic(String option, String topic) {
        boolean sound = topic != null && topic.matches(TOPIC_PATTERN) && !topic.equals(".") && !topic.equals("..");
        expect(sound, option, "1 to 249 of a-z A-Z 0-9 . _ -", topic);
    }

    private static void inRange(String option, long found, long min, long max) {
        expect(found >= min && found <= max, option, min + " to " + max, found);
    }

    private static boolean hasText(String value) {
        return value != null && !value.isBlank();
    }

    static void expect(boolean sound, String option, String expected, Object found) {
        if (!sound) {
            throw new IllegalArgumentException("option '" + option + "': expecting: " + expected + ", found: "
                    + (found instanceof String text && text.isBlank() ? "nothing" : found));
        }
    }

    /** The names in {@code option}, the default ones where it has none. */
    static Set<String> secretNames(String option) {
        if (!hasText(option)) {
            return Redactor.DEFAULT_NAMES;
        }
        Set<String> names = Arrays.stream(option.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        boolean sound = !names.isEmpty()
                && names.stream().allMatch(name -> name.codePoints().anyMatch(Character::isLetterOrDigit));
        expect(sound, "secretNames", "names with letters or digits, separated by commas", option);
        return names;
    }

    /** A name for a thread or a client id: what may stand in a JMX name unquoted. */
    static String plainName(String name) {
        return name.strip().replaceAll("[^a-zA-Z0-9._-]", "_").toLowerCase(Locale.ROOT);
    }
}
