package io.github.loglane.tools;

import org.apache.kafka.common.errors.AuthorizationException;

/** Says which permission a user lacks, in the words of Kafka's {@code kafka-acls.sh}: a broker names the topic only. */
final class Rights {

    private Rights() {}

    /** @param operation such as {@code Read} */
    static String expecting(String operation, String topics) {
        return "expecting: permission " + operation + " on topic " + topics;
    }

    static ToolFailure missing(String operation, String topic, AuthorizationException found) {
        return new ToolFailure(
                expecting(operation, topic) + ", found: " + found.getClass().getSimpleName() + ": "
                        + found.getMessage(),
                found);
    }
}
