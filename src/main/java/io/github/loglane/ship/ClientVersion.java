package io.github.loglane.ship;

import io.github.loglane.status.StatusReporter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.Producer;

/**
 * Which version of kafka-clients is there: a build may bring another one than loglane asks for, as Spring Boot's does. Stateless;
 * safe for any thread.
 */
final class ClientVersion {

    /** Kafka's own numbers; those of other builds of it are not known here. */
    private static final Pattern KAFKAS = Pattern.compile("([2-4])\\.(\\d{1,3})\\.(\\d{1,3})(?:\\D.*)?");

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private ClientVersion() {}

    /** A WARN where the version of the client has a defect that loglane cannot make up for. */
    static void check(Producer<?, ?> producer, StatusReporter status) {
        producer.metrics().forEach((name, metric) -> {
            if (name.group().equals("app-info") && name.name().equals("version")) {
                check(String.valueOf(metric.metricValue()), status);
            }
        });
    }

    private static void check(String version, StatusReporter status) {
        if (mayMisroute(version)) {
            status.note("expecting: kafka-clients 4.2.0 or newer, or 4.1.2, 4.0.2 or 3.9.2, found: " + version
                    + ", which can put records into another topic (KAFKA-19012)");
        }
    }

    /** KAFKA-19012: memory of a batch is used again while it is still being sent. It came with 2.8.0. */
    private static boolean mayMisroute(String version) {
        Matcher matcher = KAFKAS.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return Integer.parseInt(matcher.group(3)) < firstSound(major, minor);
    }

    private static int firstSound(int major, int minor) {
        return switch (major) {
            case 2 -> minor < 8 ? 0 : UNKNOWN;
            case 3 -> minor < 9 ? UNKNOWN : 2;
            default -> minor < 2 ? 2 : 0;
        };
    }
}
