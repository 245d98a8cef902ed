package io.github.loglane.tools;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import picocli.CommandLine.Option;

/** The options by which every command finds its Kafka cluster. */
final class ConnectionOptions {

    private static final String SERVERS_VARIABLE = "KAFKA_BOOTSTRAP_SERVERS";
    private static final String DEFAULT_SERVERS = "localhost:9092";

    private static final Pattern SECRET_NAME = Pattern.compile("password|secret|jaas|token|credential|\\.key$");
    private static final Pattern QUOTED = Pattern.compile("=\\s*[\"']([^\"']+)[\"']");

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,..",
            description = "Kafka brokers to ask first. Default: as in --command-config, else $" + SERVERS_VARIABLE
                    + ", else " + DEFAULT_SERVERS + ".")
    private String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties of the Kafka client: security and the like, as Kafka's own tools take them.")
    private Path commandConfig;

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How long to wait for an answer of Kafka. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Option(names = "--verbose", description = "Shows where a failure came from.")
    private boolean verbose;

    // the longest first, so that a secret within another one leaves no rest of it
    private final Set<String> secrets =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Configuration of a Kafka client of any sort. */
    Map<String, Object> clientConfig() {
        if (timeoutSeconds < 1) {
            throw new UsageFailure("expecting: --timeout-seconds of at least 1, found: " + timeoutSeconds);
        }
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, defaultServers());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "loglane-tools");
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, timeoutSeconds * 1000);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutSeconds * 1000);
        config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        if (commandConfig != null) {
            config.putAll(readCommandConfig());
        }
        if (bootstrapServers != null) {
            config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        }
        return config;
    }

    private static String defaultServers() {
        String servers = System.getenv(SERVERS_VARIABLE);
        return servers == null || servers.isBlank() ? DEFAULT_SERVERS : servers;
    }

    private Map<String, String> readCommandConfig() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageFailure("expecting: --command-config with a readable properties file, found: " + e);
        }
        Map<String, String> config = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            config.put(name, properties.getProperty(name));
        }
        Map<String, String> resolved = resolved(config);
        resolved.forEach(this::rememberSecrets);
        return resolved;
    }

    /**
     * Has Kafka's config providers fetch what the file only refers to: here, since else messages could not be cleared of it,
     * and not every client would get the providers.
     */
    private static Map<String, String> resolved(Map<String, String> config) {
        String providers = config.get(AbstractConfig.CONFIG_PROVIDERS_CONFIG);
        if (providers == null) {
            return config;
        }
        Map<String, String> resolved = new HashMap<>();
        try {
            new AbstractConfig(new ConfigDef(), config, false)
                    .originals()
                    .forEach((name, value) -> resolved.put(name, String.valueOf(value)));
        } catch (KafkaException e) {
            throw new UsageFailure("expecting: config.providers that give what --command-config asks for, found: " + e);
        }
        resolved.keySet().removeIf(name -> name.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG));
        String names = Stream.of(providers.split(",", -1))
                .map(name -> Pattern.quote(name.strip()))
                .collect(Collectors.joining("|"));
        Pattern reference = Pattern.compile("\\$\\{(?:" + names + "):[^}]*}");
        resolved.forEach((name, value) -> checkFetched(name, reference.matcher(value)));
        return resolved;
    }

    private static void checkFetched(String name, Matcher reference) {
        if (reference.find()) {
            throw new UsageFailure("expecting: a value for " + reference.group() + " of " + name
                    + " in --command-config, found: none");
        }
    }

    private void rememberSecrets(String name, String value) {
        if (value.isBlank()
                || !SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find()) {
            return;
        }
        secrets.add(value);
        Matcher quoted = QUOTED.matcher(value);
        while (quoted.find()) {
            secrets.add(quoted.group(1));
        }
    }

    /** Takes out of {@code text} what the command configuration keeps secret: a client's message may quote it. */
    String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }

    int timeoutSeconds() {
        return timeoutSeconds;
    }

    boolean isVerbose() {
        return verbose;
    }
}
