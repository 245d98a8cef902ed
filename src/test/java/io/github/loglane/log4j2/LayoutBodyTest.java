package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Worker;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutBodyTest {

    private static final int MAX_RECORD_BYTES = 8 << 10;

    private static String body(Encoder encoder, String message) throws Exception {
        RecordBuffer out = new RecordBuffer(MAX_RECORD_BYTES);
        LogEvent event = Log4jLogEvent.newBuilder()
                .setLoggerName("app")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setThreadName("main")
                .build();
        encoder.encode(new Log4jEventView(event), Worker.of(3), out);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static Encoder encoder(Layout<?> layout) {
        return LayoutBody.encoder(
                layout,
                new JsonEncoder(EncoderSettings.of("web-1").withMaxRecordBytes(EncoderSettings.MIN_RECORD_BYTES)));
    }

    @SuppressWarnings("deprecation") // what is to be used instead is not in Log4j 2.20
    private static Encoder pattern(String pattern) {
        return encoder(PatternLayout.newBuilder().withPattern(pattern).build());
    }

    private static Encoder template(String template) {
        return encoder(JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setEventTemplate(template)
                .build());
    }

    private static Encoder templateAt(String uri) {
        return encoder(JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setEventTemplateUri(uri)
                .build());
    }

    /** A layout that claims JSON and writes what it is told. */
    private static Layout<String> claimsJson(Function<LogEvent, String> text) {
        return new AbstractStringLayout(StandardCharsets.UTF_8) {
            @Override
            public String toSerializable(LogEvent event) {
                return text.apply(event);
            }

            @Override
            public String getContentType() {
                return "application/json; charset=utf-8";
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"EcsLayout", "LogstashJsonEventLayoutV1", "GelfLayout"})
    void jsonTemplate_isStampedAndTrimmed(String name) throws Exception {
        Encoder encoder = templateAt("classpath:" + name + ".json");
        assertThat(encoder.stamped()).isTrue();
        String body = body(encoder, "hello");
        assertThat(body).startsWith("{").endsWith("}").contains("hello");
        assertThat(new ObjectMapper().readTree(body).isObject()).isTrue();
    }

    @Test
    void emptyTemplate_isStamped() throws Exception {
        Encoder encoder = template("{}");
        assertThat(encoder.stamped()).isTrue();
        assertThat(body(encoder, "hello")).isEqualTo("{}");
    }

    @Test
    void templateWithASeqOfItsOwn_isNotStamped() throws Exception {
        Encoder encoder = template("{\"seq\":{\"$resolver\":\"message\"}}");
        assertThat(encoder.stamped()).isFalse();
        assertThat(body(encoder, "hello")).isEqualTo("{\"seq\":\"hello\"}");
    }

    @Test
    void templateOfAnArray_isNotStamped() {
        assertThat(template("[{\"$resolver\":\"message\"}]").stamped()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'%m', hello",
        "'%m%n', hello",
        "'%m\\n\\n', 'hello\n'",
        "' %m ', ' hello '",
        "'{%m}', {hello}",
        "'', ''"
    })
    void pattern_goesAsItIsButForOneLineEnd(String pattern, String expected) throws Exception {
        Encoder encoder = pattern(pattern.replace("\\n", "\n"));
        assertThat(encoder.stamped()).isFalse();
        assertThat(body(encoder, "hello")).isEqualTo(expected);
    }

    @Test
    void nulDelimiter_isTrimmed() throws Exception {
        Encoder encoder = encoder(claimsJson(event -> " \r\n{\"a\":1}\n\0"));
        assertThat(encoder.stamped()).isTrue();
        assertThat(body(encoder, "hello")).isEqualTo("{\"a\":1}");
    }

    @Test
    void layoutThatLiesLater_isRefusedPerEvent() throws Exception {
        Encoder encoder = encoder(
                claimsJson(event -> event.getMessage().getFormattedMessage().equals("probe") ? "{}" : "hello"));
        assertThat(encoder.stamped()).isTrue();
        assertThatThrownBy(() -> body(encoder, "hello")).hasMessageContaining("expecting: one JSON object");
    }

    @Test
    void layoutOfOneGreatArray_isNotStamped() throws Exception {
        int[] events = new int[1];
        Encoder encoder = encoder(claimsJson(event -> events[0]++ == 0 ? "{}" : ",{}"));
        assertThat(encoder.stamped()).isFalse();
        assertThat(body(encoder, "hello")).isEqualTo(",{}");
    }

    @Test
    void layoutThatThrowsForTheProbe_isNotStamped() {
        Encoder encoder = encoder(claimsJson(event -> {
            throw new IllegalStateException("mine");
        }));
        assertThat(encoder.stamped()).isFalse();
        assertThatThrownBy(() -> body(encoder, "hello")).hasMessage("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":{\"$resolver\":\"message\"}}"})
    void bodyThatIsTooLarge_isAStubThatTellsItsSize(String template) throws Exception {
        assertStub(body(template(template), "x".repeat(MAX_RECORD_BYTES)));
        assertStub(body(pattern("%m"), "x".repeat(MAX_RECORD_BYTES)));
    }

    private static void assertStub(String body) throws Exception {
        JsonNode stub = new ObjectMapper().readTree(body);
        assertThat(stub.path("message").asText()).contains("layout wrote 8").contains("at most 7680");
        assertThat(stub.path("level").asText()).isEqualTo("WARN");
        assertThat(stub.path("logger").asText()).isEqualTo("app");
        assertThat(stub.path("hostname").asText()).isEqualTo("web-1");
        assertThat(stub.path("workerId").asInt()).isEqualTo(3);
    }

    @Test
    void largestBody_isNoStub() throws Exception {
        int max = MAX_RECORD_BYTES - EncoderSettings.STAMP_BYTES;
        assertThat(body(pattern("%m"), "x".repeat(max))).hasSize(max);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/json; charset=UTF-8, true",
        "Application/JSON ;charset=UTF-8, true",
        "application/ecs+json, true",
        "text/plain, false",
        "application/jsonlines, false",
        ", false"
    })
    void contentType_tellsJson(String type, boolean json) {
        assertThat(LayoutBody.isJson(type)).isEqualTo(json);
    }
}
