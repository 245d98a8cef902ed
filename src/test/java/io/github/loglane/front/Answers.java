package io.github.loglane.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The answers to records of a topic conf that are in a topic logs. */
public final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private Answers() {}

    /** Offset and status of each, up to the one that says {@code last}. */
    public static List<String> until(BrokerProcess broker, String logs, String last) {
        List<String> lines = new ArrayList<>();
        broker.topics().reader(logs).await("the answer " + last, TIMEOUT, read -> {
            JsonNode answer = answer(read);
            if (answer == null) {
                return false;
            }
            lines.add(line(answer));
            return line(answer).equals(last);
        });
        return lines;
    }

    /** The whole record that holds the answer {@code wanted}. */
    public static JsonNode record(BrokerProcess broker, String logs, String wanted) {
        List<Read> reads = broker.topics().reader(logs).await("the answer " + wanted, TIMEOUT, read -> {
            JsonNode answer = answer(read);
            return answer != null && line(answer).equals(wanted);
        });
        return parse(reads.stream()
                .filter(read -> answer(read) != null && line(answer(read)).equals(wanted))
                .findFirst()
                .orElseThrow());
    }

    public static String line(JsonNode answer) {
        return answer.get("offset").asText() + ' ' + answer.get("status").asText();
    }

    /** The member {@code conf}; null of a record that is no answer. */
    public static JsonNode answer(Read read) {
        if (read.header("kind") != null || !read.text().contains("\"loglane.conf\"")) {
            return null;
        }
        return parse(read).get("conf");
    }

    private static JsonNode parse(Read read) {
        try {
            return JSON.readTree(read.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
