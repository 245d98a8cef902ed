package io.github.loglane;

import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/**
 * The options that every front has, under one name each, as the texts that a configuration file holds; and a {@link
 * PipelineConfig} of them. What each means, its default and its limits: see {@link PipelineConfig.Builder}. For one use by
 * one thread.
 */
public final class TextOptions {

    private static final String CONF_PREFIX = "conf.";
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    /** log4j-core's appender reads it itself, older producers knew it; none of today does. */
    private static final String LEGACY_TIMEOUT = "timeout.ms";

    private static final Map<String, BiConsumer<String, PipelineConfig.Builder>> OPTIONS = options();

    private final String name;
    private final PipelineConfig.Builder to;
    private final Map<String, String> producer = new LinkedHashMap<>();
    private final List<String> needless = new ArrayList<>();
    private String bootstrapServers;

    /** @param name the appender's */
    public TextOptions(String name) {
        this.name = name;
        to = PipelineConfig.builder().name(name);
    }

    private static Map<String, BiConsumer<String, PipelineConfig.Builder>> options() {
        Map<String, BiConsumer<String, PipelineConfig.Builder>> options = new LinkedHashMap<>();
        options.put("topic", (text, to) -> to.topic(text));
        options.put("workerId", (text, to) -> to.workerId(text));
        options.put("service", (text, to) -> to.service(text));
        options.put("env", (text, to) -> to.env(text));
        options.put("hostname", (text, to) -> to.hostname(text));
        options.put("secretNames", (text, to) -> to.secretNames(text));
        options.put("journal", (text, to) -> to.journal(text));
        options.put("force", TextOptions::force);
        options.put("journalBytes", (text, to) -> size("journalBytes", text, to::journalBytes));
        options.put(
                "maxRecordBytes",
                (text, to) -> size("maxRecordBytes", text, bytes -> to.maxRecordBytes(clampToInt(bytes))));
        options.put("maxWaitMs", (text, to) -> millis("maxWaitMs", text, to::maxWaitMs));
        options.put("stopTimeoutMs", (text, to) -> millis("stopTimeoutMs", text, to::stopTimeoutMs));
        options.put("conf", TextOptions::conf);
        options.put("confTopic", TextOptions::confTopic);
        return options;
    }

    /** The names of all options but that of the appender. */
    public static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(OPTIONS.keySet());
        names.add("bootstrapServers");
        return names;
    }

    /**
     * Sets the option; {@code null} leaves its default.
     *
     * @throws IllegalArgumentException where the text is not of the option's form
     */
    public TextOptions put(String option, String text) {
        if (text == null) {
            return this;
        }
        if (option.equals("bootstrapServers")) {
            bootstrapServers = isGiven(text) ? text : bootstrapServers;
        } else {
            OPTIONS.get(option).accept(text, to);
        }
        return this;
    }

    /** Sets a property of the producer or, where it begins with {@code conf.}, of the reader of the topic conf alone. */
    public TextOptions producerProperty(String key, String value) {
        if (key.equals(LEGACY_TIMEOUT)) {
            return needless(LEGACY_TIMEOUT, value, "a log call never waits for Kafka");
        }
        producer.put(key, value);
        return this;
    }

    /** Notes an option of another appender that means nothing here, where it is given; those who come from there may leave it. */
    public TextOptions needless(String option, String value, String reason) {
        if (value != null) {
            needless.add(option + " (" + reason + ")");
        }
        return this;
    }

    /** A line about the needless options that were given; {@code null} where none was. */
    public String warning() {
        return needless.isEmpty()
                ? null
                : "loglane " + name + ": not needed here, and ignored: " + String.join("; ", needless);
    }

    /**
     * The configuration.
     *
     * @param nested makes the encoder that takes the default one's place, of one that writes what takes the place of bodies
     *     that are too large; {@code null}: the default one is to do it
     * @throws IllegalArgumentException that says of the first bad option what was expected and what was found
     */
    public PipelineConfig read(UnaryOperator<Encoder> nested) {
        if (bootstrapServers != null) {
            String other = producer.put(BOOTSTRAP_SERVERS, bootstrapServers);
            if (other != null && !other.strip().equals(bootstrapServers.strip())) {
                throw bad(
                        "bootstrapServers",
                        "the same as the property bootstrap.servers, or only one",
                        bootstrapServers);
            }
        }
        producer.forEach((key, value) -> {
            if (key.startsWith(CONF_PREFIX)) {
                to.confProperty(key.substring(CONF_PREFIX.length()), value);
            } else {
                to.producerProperty(key, value);
            }
        });
        PipelineConfig config = to.build();
        return nested == null ? config : to.encoder(nested.apply(stubs(config))).build();
    }

    /** Of the smallest size, so that what it writes has room wherever an event has. */
    private static Encoder stubs(PipelineConfig config) {
        return new JsonEncoder(EncoderSettings.of(config.hostname())
                .withService(givenOrNull(config.service()), givenOrNull(config.env()))
                .withMaxRecordBytes(PipelineConfig.MIN_RECORD_BYTES));
    }

    private static void size(String option, String text, LongConsumer to) {
        if (isGiven(text)) {
            to.accept(ByteSize.parse(option, text));
        }
    }

    /** What does not fit is too large in any case, and is refused with all else that is. */
    private static int clampToInt(long bytes) {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private static void millis(String option, String text, LongConsumer to) {
        if (isGiven(text)) {
            try {
                to.accept(Long.parseLong(text.strip()));
            } catch (NumberFormatException e) {
                throw bad(option, "a number of milliseconds", text.strip());
            }
        }
    }

    private static void force(String text, PipelineConfig.Builder to) {
        if (!text.strip().equalsIgnoreCase("none")) {
            millis("force", text, to::forceMs);
        }
    }

    private static void conf(String text, PipelineConfig.Builder to) {
        if (isGiven(text)) {
            String flag = text.strip();
            if (!flag.equalsIgnoreCase("true") && !flag.equalsIgnoreCase("false")) {
                throw bad("conf", "true or false", flag);
            }
            to.conf(Boolean.parseBoolean(flag));
        }
    }

    private static void confTopic(String text, PipelineConfig.Builder to) {
        if (isGiven(text)) {
            to.confTopic(text);
        }
    }

    /** A look-up may have come out empty, {@code ${env:JOURNAL_BYTES:-}}: then the default holds. */
    private static boolean isGiven(String value) {
        return value != null && !value.isBlank();
    }

    private static String givenOrNull(String value) {
        return isGiven(value) ? value.strip() : null;
    }

    /** An exception that says what was expected of an option and what was found. */
    public static IllegalArgumentException bad(String option, String expected, String found) {
        return new IllegalArgumentException("option '" + option + "': expecting: " + expected + ", found: " + found);
    }
}
