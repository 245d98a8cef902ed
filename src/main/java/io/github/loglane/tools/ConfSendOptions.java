package io.github.loglane.tools;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How something is published. */
final class ConfSendOptions {

    @Mixin
    private TopicsCommand.Names names;

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "10s",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Waits for the answers of the instances that wrote to logs in the last two minutes and"
                    + " did not end, and lists the answers as they come; no longer than this, and no longer"
                    + " than until all have answered. Without a TIME: ${FALLBACK-VALUE}.")
    private Duration answerTimeout;

    @Option(
            names = "--dry-run",
            description = "Checks as processes do, and shows what would be published. Publishes nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Prints one JSON object, at the end.")
    private boolean json;

    String confTopic() {
        return names.conf;
    }

    String logsTopic() {
        return names.logs;
    }

    /** {@code null}: answers are not waited for. */
    Duration answerTimeout() {
        return answerTimeout;
    }

    boolean isDryRun() {
        return dryRun;
    }

    boolean isJson() {
        return json;
    }
}
