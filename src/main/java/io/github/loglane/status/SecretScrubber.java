package io.github.loglane.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes the values of security settings from texts that are going to be printed, such as Kafka's exception messages. Immutable. */
public final class SecretScrubber {

    private static final Pattern SECRET_NAME =
            Pattern.compile("password|passphrase|secret|jaas|token|credential|user\\.info|\\.key$|certificate\\.chain");
    private static final Pattern JAAS_VALUE =
            Pattern.compile("=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^\\s;\"']+))");
    private static final int MIN_SECRET_CHARS = 3;
    private static final int MAX_PRINTED_CHARS = 500;

    private final List<String> secrets;

    private SecretScrubber(List<String> secrets) {
        this.secrets = secrets;
    }

    /**
     * Knows the secrets among {@code settings} by their names.
     *
     * @param secretNames names known to be secret, beside those that look so
     */
    public static SecretScrubber of(Map<String, ?> settings, Set<String> secretNames) {
        List<String> secrets = new ArrayList<>();
        settings.forEach((key, value) -> {
            if (secretNames.contains(key)
                    || SECRET_NAME.matcher(key.toLowerCase(Locale.ROOT)).find()) {
                addSecrets(String.valueOf(value), secrets);
            }
        });
        // longest first, so that a secret within another one leaves no rest of it
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return new SecretScrubber(secrets);
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

    /** {@code text} without the secrets. */
    public String scrub(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    /** What may be printed of {@code failure}: its classes and messages, without the secrets. */
    public String describe(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 4; depth++, at = at.getCause()) {
            text.append(depth == 0 ? "" : ", caused by ").append(at.getClass().getSimpleName());
            if (at.getMessage() != null) {
                text.append(": ").append(at.getMessage());
            }
        }
        return printable(text.toString());
    }

    /** What may be printed of {@code text}: its beginning, without the secrets. */
    public String printable(String text) {
        String clean = scrub(text);
        return clean.length() <= MAX_PRINTED_CHARS ? clean : clean.substring(0, MAX_PRINTED_CHARS) + "…";
    }
}
