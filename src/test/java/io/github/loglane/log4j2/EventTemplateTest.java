package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.loglane.encode.Corpus;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.FakeEvent;
import io.github.loglane.encode.Json;
import io.github.loglane.encode.JsonObjectCheck;
import io.github.loglane.encode.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout.EventTemplateAdditionalField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped event template says the same as the default encoder, but for what {@link #KNOWN} lists. */
final class EventTemplateTest {

    private static final EncoderSettings SETTINGS = EncoderSettings.of("web-1").withService("shop", "prod");
    private static final int MAX_STRING_LENGTH = 8 << 20;

    /** Where the two differ, by the reason; that they do is part of the test. */
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "the layout throws what the application's code throws",
            Set.of(
                    "message/throws",
                    "message/overflows",
                    "exception/throwingMessage",
                    "exception/throwingToString",
                    "exception/throwingFrames",
                    "exception/throwingCause"),
            "the layout's charset encoder writes a lone surrogate as a question mark",
            Set.of(
                    "message/loneHigh",
                    "message/loneLow",
                    "message/loneSwapped",
                    "message/loneTwoHighs",
                    "everywhere/loneHigh",
                    "everywhere/loneLow",
                    "everywhere/loneSwapped",
                    "everywhere/loneTwoHighs"),
            "the encoder keeps the whole within its bound, the layout each string",
            Set.of(
                    "message/megabyte",
                    "everywhere/kilobytes",
                    "everywhere/wideKilobytes",
                    "context/megabyteValue",
                    "exception/manyFrames",
                    "exception/manyCauses",
                    "exception/megabyteMessage",
                    "exception/veryLongPrint",
                    "request/wide",
                    "all/huge"),
            "the layout's formatter is wrong for fractions of seconds before 1970",
            Set.of("time/1969-12-31T23:59:59.999999999Z", "time/" + Instant.MAX));

    private static JsonTemplateLayout layout;

    @BeforeAll
    static void createLayout() {
        corpus().forEach(nasty ->
                Log4jEvents.of(nasty.event().get())); // Log4j 2.20's layout knows only levels made before it
        System.setProperty("WORKER_ID", "3");
        layout = layout("hostname", "web-1", "service", "shop", "env", "prod");
        System.clearProperty("WORKER_ID");
    }

    @AfterAll
    static void dropLayout() {
        layout = null;
    }

    private static JsonTemplateLayout layout(String... fields) {
        List<EventTemplateAdditionalField> additional = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            additional.add(EventTemplateAdditionalField.newBuilder()
                    .setKey(fields[i])
                    .setValue(fields[i + 1])
                    .build());
        }
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setEventTemplateUri("classpath:LoglaneEventTemplate.json")
                .setMaxStringLength(MAX_STRING_LENGTH)
                .setEventTemplateAdditionalFields(additional.toArray(new EventTemplateAdditionalField[0]))
                .build();
    }

    static Stream<Corpus.Case> corpus() {
        return Corpus.cases().stream();
    }

    private static boolean isKnown(String name) {
        return KNOWN.values().stream().anyMatch(names -> names.contains(name));
    }

    private static JsonNode ofLayout(LogEvent event) {
        byte[] bytes = layout.toByteArray(event);
        assertThat(JsonObjectCheck.of(bytes).problem()).isNull();
        return Json.read(bytes, bytes.length);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void template_saysWhatTheEncoderSays(Corpus.Case nasty) {
        LogEvent event = Log4jEvents.of(nasty.event().get());
        JsonNode encoded = Json.encode(SETTINGS, new Log4jEventView(event), Worker.of(3));
        if (isKnown(nasty.name())) {
            assertThat(differs(event, encoded)).isTrue();
        } else {
            assertThat(sorted(ofLayout(event))).isEqualTo(sorted(encoded));
        }
    }

    private static boolean differs(LogEvent event, JsonNode encoded) {
        try {
            return !ofLayout(event).equals(encoded);
        } catch (RuntimeException | StackOverflowError thrown) {
            return true;
        }
    }

    /** By name and shown as text, which makes a difference readable. */
    private static Map<String, String> sorted(JsonNode body) {
        Map<String, String> fields = new TreeMap<>();
        body.properties().forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
        return fields;
    }

    private static String canonical(JsonNode value) {
        return value.isObject() ? sorted(value).toString() : value.toString();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void view_answersWhatTheEventSays(Corpus.Case nasty) {
        FakeEvent fake = nasty.event().get();
        JsonNode ofFake = Json.encode(SETTINGS, fake, Worker.of(3));
        // In Log4j2 the context's order is another one, and so is what of it finds room; some times it cannot hold.
        // Where the stack ends is never quite the same.
        if (!nasty.name().matches("context/megabyteValue|all/huge|time/(19|[-+]1000000000).*|exception/manyCauses")) {
            LogEvent event = Log4jEvents.of(fake);
            assertThat(Json.encode(SETTINGS, new Log4jEventView(event), Worker.of(3)))
                    .isEqualTo(ofFake);
        }
    }

    @Test
    void knownDifferences_areOfTheCorpus() {
        List<String> names = corpus().map(Corpus.Case::name).toList();
        KNOWN.values().forEach(known -> assertThat(names).containsAll(known));
    }

    @Test
    void absentThings_areOmitted() {
        byte[] bytes = layout("hostname", "h").toByteArray(Log4jEvents.of(FakeEvent.of("x")));
        List<String> names = new ArrayList<>();
        Json.read(bytes, bytes.length).fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("@timestamp", "message", "level", "hostname", "logger", "thread");
    }

    @Test
    void hostname_isThatOfLog4j() {
        try (LoggerContext context = new LoggerContext("hostname")) {
            context.start(new DefaultConfiguration());
            Configuration configuration = context.getConfiguration();
            byte[] bytes = JsonTemplateLayout.newBuilder()
                    .setConfiguration(configuration)
                    .setEventTemplateUri("classpath:LoglaneEventTemplate.json")
                    .build()
                    .toByteArray(Log4jEvents.of(FakeEvent.of("x")));
            assertThat(Json.read(bytes, bytes.length).get("hostname").textValue())
                    .isNotEmpty()
                    .isEqualTo(configuration.getProperties().get("hostName"));
        }
    }

    @Test
    void workerId_isTakenFromWhatTheTemplateNames() {
        FakeEvent event = FakeEvent.of("x").context("worker", "17");
        event.threadId = 99;
        assertThat(workerId("5", event)).isEqualTo("5");
        assertThat(workerId("thread", event)).isEqualTo("99");
        assertThat(workerId("%X{worker}", event)).isEqualTo("17");
        assertThat(workerId("%X{other}", event)).isNull();
        assertThat(workerId("five", event)).isEqualTo("\"five\"");
        assertThat(workerId("${sys:loglane.no.such:-8}", event)).isEqualTo("8");
        System.setProperty("WORKER_ID", "4");
        try {
            assertThat(workerId("%X{other}", event)).isNull();
            assertThat(workerId("", event)).isEqualTo("4");
        } finally {
            System.clearProperty("WORKER_ID");
        }
    }

    private static String workerId(String value, FakeEvent event) {
        byte[] bytes = ofTemplate("{\"w\":{\"$resolver\":\"workerId\",\"value\":\"" + value + "\"},\"x\":1}")
                .toByteArray(Log4jEvents.of(event));
        JsonNode worker = Json.read(bytes, bytes.length).get("w");
        return worker == null ? null : worker.toString();
    }

    private static JsonTemplateLayout ofTemplate(String template) {
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setEventTemplate(template)
                .build();
    }

    @Test
    void secretNames_areThoseOfTheTemplate() {
        byte[] bytes = ofTemplate("{\"m\":{\"$resolver\":\"loglane\",\"field\":\"mdc\",\"secretNames\":[\"PIN\"]}}")
                .toByteArray(
                        Log4jEvents.of(FakeEvent.of("x").context("pin", "1234").context("token", "t")));
        assertThat(Json.read(bytes, bytes.length).get("m").toString()).isEqualTo("{\"pin\":\"***\",\"token\":\"t\"}");
    }

    @Test
    void unknownField_isRefused() {
        assertThatThrownBy(() -> ofTemplate("{\"m\":{\"$resolver\":\"loglane\",\"field\":\"mcd\"}}"))
                .hasMessageContaining("expecting: field request, mdc, traceId, spanId or exceptionClass, found: ");
    }
}
