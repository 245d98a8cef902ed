package io.github.loglane.ship;

import org.apache.kafka.clients.producer.ProducerConfig;

/** Finds typos in setting names. Kafka itself takes any name and only logs that it was never used. */
final class SettingNames {

    private static final int TYPO_DISTANCE = 2;

    private SettingNames() {}

    /**
     * Lets known names pass, and unknown ones that resemble no known one: plug-ins bring settings of their own.
     *
     * @throws IllegalArgumentException where {@code name} is close to a known name
     */
    static void checkKnown(String name) {
        if (ProducerConfig.configNames().contains(name)) {
            return;
        }
        for (String known : ProducerConfig.configNames()) {
            if (distance(normal(name), normal(known)) <= TYPO_DISTANCE) {
                throw new IllegalArgumentException(
                        "producer setting: expecting: '" + known + "', found: '" + name + "'");
            }
        }
    }

    /** Underscores and camel case are the commonest slips: {@code bootstrap_servers}, {@code lingerMs}. */
    private static String normal(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                letters.append(Character.toLowerCase(c));
            }
        }
        return letters.toString();
    }

    /** Edits (insert, delete, replace) between the two: Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
