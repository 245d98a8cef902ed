package io.github.loglane.ship;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Removes the values of security settings from texts that are going to be printed, such as Kafka's exception messages. */
final class SecretScrubber {

    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passphrase|secret|jaas|token|credential|user\\.info|\\.key$|certificate\\.chain");
    private static final Pattern JAAS_VALUE =
            Pattern.compile("=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^\\s;\"']+))");
    private static final int MIN_SECRET_CHARS = 3;

    private final List<String> secrets;

    private SecretScrubber(List<String> secrets) {
        this.secrets = secrets;
    }

    static SecretScrubber of(Map<String, Object> settings) {
        List<String> secrets = new ArrayList<>();
        settings.forEach((key, value) -> {
            if (isSecret(key)) {
                addSecrets(String.valueOf(value), secrets);
            }
        });
        // longest first, so that a secret within another one leaves no rest of it
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return new SecretScrubber(secrets);
    }

    private static boolean isSecret(String key) {
        ConfigDef.ConfigKey known = ProducerConfig.configDef().configKeys().get(key);
        boolean isPassword = known != null && known.type == ConfigDef.Type.PASSWORD;
        return isPassword || SECRET_NAME.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    private static void addSecrets(String value, List<String> secrets) {
        add(value, secrets);
        Matcher part = JAAS_VALUE.matcher(value);
        while (part.find()) {
            for (int group = 1; group <= part.groupCount(); group++) {
                add(part.group(group), secrets);
            }
        }
    }

    private static void add(String value, List<String> secrets) {
        if (value != null && value.strip().length() >= MIN_SECRET_CHARS) {
            secrets.add(value.strip());
        }
    }

    String scrub(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }
}
