package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How records are printed, for people and as JSON. */
class TailOutputTest {

    private static final String START =
            "{\"@timestamp\":\"2026-11-23T06:46:01Z\",\"level\":\"WARN\",\"hostname\":\"web-1\",\"logger\":\"x\","
                    + "\"thread\":\"t\",\"message\":";

    private final TailRecord record = new TailRecord();
    private final TailText text = new TailText(false);
    private final TailJson json = new TailJson();

    private TailRecord read(String key, String kind, String value) {
        record.readHead(JudgedTopic.record(2, 17, 1_000, key, JudgedTopic.headers("3", null, kind), value));
        record.readBody();
        return record;
    }

    private JsonNode parsed(TailRecord shown) throws IOException {
        String line = json.record(shown);
        assertThat(line).doesNotContainPattern("[\\p{Cc}\u202e]");
        return new ObjectMapper().readTree(line);
    }

    @Test
    void controlCharacters_areSpelledOut() {
        assertThat(text.record(read(
                        "e-1",
                        null,
                        START + "\"\\u001b]0;x\\u0007 \\u009b2J \\u007f \\u202e \\r\\b\\u0000 \u0085 \\u2028.\"}")))
                .isEqualTo("2026-11-23T06:46:01.000Z WARN  web-1/3 [t] x - \\u001b]0;x\\u0007 \\u009b2J \\u007f"
                        + " \\u202e \\u000d\\u0008\\u0000 \\u0085 \\u2028.");
    }

    @Test
    void linesOfAMessage_doNotLookLikeEvents() {
        assertThat(text.record(read("e-1", null, START + "\"a\\r\\n2026-11-23T06:46:02.000Z ERROR forged\\n\\n\"}")))
                .isEqualTo("2026-11-23T06:46:01.000Z WARN  web-1/3 [t] x - a\n    2026-11-23T06:46:02.000Z ERROR"
                        + " forged");
    }

    @Test
    void lineEndsOfNames_areSpelledOut() {
        String value = START.replace("web-1", "web\\n1").replace("\"x\"", "\"x\\ny\"") + "null}";
        assertThat(text.record(read("e-1", null, value)))
                .isEqualTo("2026-11-23T06:46:01.000Z WARN  web\\u000a1/3 [t] x\\u000ay - null");
    }

    @Test
    void stackTrace_isIndented() {
        String trace =
                "\"m\",\"exception\":{\"class\":\"E\",\"message\":\"no\",\"stackTrace\":\"E: no\\n\\tat F\\n\"}}";
        assertThat(text.record(read("e-1", null, START + trace)).lines())
                .containsExactly("2026-11-23T06:46:01.000Z WARN  web-1/3 [t] x - m", "    E: no", "        at F");
        String classOnly = "\"m\",\"exception\":{\"class\":\"E\",\"message\":\"no\"}}";
        assertThat(text.record(read("e-1", null, START + classOnly))).endsWith("- m\n    E: no");
    }

    @Test
    void colours_areOfTheTerminalOnly() {
        assertThat(text.record(read("e-1", null, START + "\"m\"}"))).doesNotContain("\033");
        assertThat(new TailText(true).record(read("e-1", null, START + "\"m\"}")))
                .contains("\033[33mWARN \033[0m web-1/3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text",
                "{\"@timestamp\":\"2026-11-23T06:46:01Z\"}",
                "{\"level\":\"INFO\",\"@timestamp\":7}",
                "{\"level\":\"INFO\"",
                "{} {}",
                "[1]",
                "{\"a\":\n\"\u0085\"}",
                ""
            })
    void otherValues_areShownAsTheyAreWithAMark(String value) throws IOException {
        assertThat(text.record(read("e-1", null, value))).startsWith("? ");
        assertThat(text.record(read("not ours", null, value)))
                .matches("\\? \\S+Z partition 2 offset 17: (?s:.*)")
                .doesNotContain("\u0085");
        JsonNode object = parsed(record);
        assertThat(object.path("foreign").asBoolean()).isTrue();
        assertThat(object.path("offset").asInt()).isEqualTo(17);
        assertThat(object.has("text") || object.path("record").isObject()).isTrue();
    }

    @Test
    void nothing_isShownAsNothing() throws IOException {
        record.readHead(new ConsumerRecord<>("logs", 2, 17, null, null));
        record.readBody();
        assertThat(text.record(record)).endsWith("partition 2 offset 17: (no value)");
        assertThat(parsed(record).has("text")).isFalse();
    }

    @Test
    void jsonRecord_isTheValue() throws IOException {
        String value =
                "{\n\t\"@timestamp\":\"2026-11-23T06:46:01Z\",\"level\":\"INFO\",\n\"message\":\"a\u0085b\u202e\"}";
        JsonNode object = parsed(read("e-1", null, value));
        assertThat(object.path("record").path("message").asText()).isEqualTo("a\u0085b\u202e");
        assertThat(object.path("key").asText()).isEqualTo("e-1");
        assertThat(object.path("worker").asText()).isEqualTo("3");
        assertThat(parsed(read("k\u001b\"", null, "x\u001b\"\n")).path("text").asText())
                .isEqualTo("x\u001b\"\n");
        assertThat(object.has("foreign")).isFalse();
    }

    @Test
    void kindsOfALaterVersion_areShown() {
        assertThat(text.record(read("e-1", "summary", START + "\"m\"}")))
                .isEqualTo("-- 2026-11-23T06:46:01.000Z web-1/3 m (epoch e, seq 1)");
    }
}
