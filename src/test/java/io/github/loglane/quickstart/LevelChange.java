package io.github.loglane.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.quickstart.Screen.Style;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sets a logger to DEBUG in all workers, by one record of the topic {@code conf}, and shows their answers and the first
 * DEBUG event. {@link #see} is for the thread that reads the topic, {@link #play} for another.
 */
final class LevelChange {

    static final String TOPIC = "conf";
    /** A logger of {@link Desk}. */
    static final String LOGGER = "shop.Cards";

    private static final Duration EXPIRY = Duration.ofMinutes(5);

    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    /** Takes an event only while one is waited for. */
    private final BlockingQueue<Sample.Line> debugLines = new SynchronousQueue<>();

    /** Is to be called with each record of {@code logs}. */
    void see(JsonNode event, Sample.Line line) {
        if (event.has("conf")) {
            answers.add(event);
        } else if (line.level().equals("DEBUG")) {
            boolean ignored = debugLines.offer(line);
        }
    }

    /** @throws IllegalStateException where a worker does not answer, or not well, within the timeout */
    void play(String bootstrapServers, Screen screen, Duration timeout) throws Exception {
        ConfMessage message = ConfMessage.level(LOGGER, ConfLevel.DEBUG)
                .expiresIn(EXPIRY)
                .by("quickstart")
                .build();
        screen.say(
                Style.STRONG, "one record on the topic conf: " + LOGGER + " to DEBUG, for 5 minutes, in all workers");
        long begin = System.nanoTime();
        long end = begin + timeout.toNanos();
        long offset = ConfPublisher.of(TOPIC, Map.of("bootstrap.servers", bootstrapServers))
                .publish(message, timeout);
        Set<String> answered = new TreeSet<>();
        while (answered.size() < Plan.WORKERS) {
            JsonNode answer = poll(answers, end, "an answer of each worker, found: " + answered);
            if (answer.path("conf").path("offset").asLong() == offset) {
                String text = expectUpdated(answer);
                answered.add(text);
                screen.say(Style.GOOD, String.format(Locale.ROOT, "%s, after %,d ms", text, millisSince(begin)));
            }
        }
        Sample.Line line = poll(debugLines, end, "a DEBUG event, found: none");
        screen.say(Style.PLAIN, "and its first DEBUG event:");
        Tail.print(screen, line);
    }

    private static String expectUpdated(JsonNode answer) {
        String status = answer.path("conf").path("status").asText();
        if (!status.equals("applied")) {
            throw new IllegalStateException("expecting: applied, found: " + answer);
        }
        return answer.path("message").asText();
    }

    private static <T> T poll(BlockingQueue<T> queue, long end, String expected) throws InterruptedException {
        T found = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (found == null) {
            throw new IllegalStateException("expecting: " + expected);
        }
        return found;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
