package io.github.loglane.tools;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublishException;
import io.github.loglane.conf.ConfPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;

/** Publishes settings, and waits for what processes say of them. */
final class ConfSender {

    private static final Duration POLL = Duration.ofMillis(200);

    private final ConnectionOptions connection;
    private final ConfSendOptions options;
    private final CommandLine command;
    private final SendScreen screen;
    private final Map<Long, ConfKey> published = new LinkedHashMap<>();

    ConfSender(ConnectionOptions connection, ConfSendOptions options, CommandLine command) {
        this.connection = connection;
        this.options = options;
        this.command = command;
        boolean isLive = options.answerTimeout() != null && TerminalProgress.isAtTerminal();
        screen = options.isJson()
                ? new SendJson(command.getOut(), options)
                : new SendText(command.getOut(), options.confTopic(), isLive ? new LiveTable(command.getOut()) : null);
    }

    /** Returns the exit code. */
    int send(List<ConfMessage> messages) throws IOException, InterruptedException, ExecutionException {
        if (options.isDryRun() || messages.isEmpty()) {
            for (ConfMessage message : messages) {
                screen.wouldPublish(message);
            }
            screen.done(null);
            return 0;
        }
        // a producer that asks for a topic makes brokers create it that create topics by themselves: not compacted
        try (TopicAdmin admin = new TopicAdmin(connection.clientConfig())) {
            if (!admin.exists(options.confTopic(), "Write")) {
                throw Consumers.noSuchTopic(options.confTopic());
            }
        }
        if (options.answerTimeout() == null) {
            publish(messages);
            screen.done(null);
            return 0;
        }
        try (LogsFeed logs = new LogsFeed(connection, options.logsTopic())) {
            Fleet fleet = survey(logs);
            publish(messages);
            fleet.expect(published);
            awaitAnswers(logs, fleet);
            screen.done(fleet);
            return fleet.tally().exitCode();
        }
    }

    private Fleet survey(LogsFeed logs) {
        Fleet fleet = new Fleet();
        TerminalProgress progress = TerminalProgress.onTerminal(command.getErr());
        logs.survey(LogsFeed.LATELY, fleet::see, progress::at);
        progress.clear();
        return fleet;
    }

    private void publish(List<ConfMessage> messages) throws IOException, InterruptedException {
        ConfPublisher publisher = ConfPublisher.of(options.confTopic(), connection.clientConfig());
        for (ConfMessage message : messages) {
            try {
                long offset = publisher.publish(message, Duration.ofSeconds(connection.timeoutSeconds()));
                published.put(offset, message.key());
                screen.published(message, offset);
            } catch (ConfPublishException e) {
                throw new ToolFailure(e.getMessage() + " (" + message.key() + ")" + soFar(), e);
            }
        }
    }

    private String soFar() {
        return published.isEmpty() ? "" : "; published before: " + published.values();
    }

    private void awaitAnswers(LogsFeed logs, Fleet fleet) throws IOException {
        screen.waiting(fleet);
        long endNanos = System.nanoTime() + options.answerTimeout().toNanos();
        try {
            for (long left = 1; left > 0 && !fleet.isComplete(); left = endNanos - System.nanoTime()) {
                List<Instance> answered = new ArrayList<>();
                logs.poll(Duration.ofNanos(Math.min(left, POLL.toNanos())), record -> {
                    Instance instance = fleet.take(record);
                    if (instance != null) {
                        answered.add(instance);
                    }
                });
                for (Instance instance : answered) {
                    screen.answered(fleet, instance);
                }
            }
        } catch (KafkaException e) {
            throw new ToolFailure(
                    "expecting: answers in topic " + options.logsTopic() + ", found: " + e + "; it is published: "
                            + published.values(),
                    e);
        }
    }
}
