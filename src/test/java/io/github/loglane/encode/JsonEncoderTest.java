package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonEncoderTest {

    private static final EncoderSettings SETTINGS = EncoderSettings.of("web-1");

    private static String text(EncoderSettings settings, EventView event, Worker worker) {
        RecordBuffer out = new RecordBuffer(settings.maxRecordBytes());
        new JsonEncoder(settings).encode(event, worker, out);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(EventView event) {
        return Json.encode(SETTINGS, event, Worker.of(3));
    }

    @Test
    void body_hasAllFieldsInOrder() {
        FakeEvent event = FakeEvent.of("order taken")
                .context("request.method", "POST")
                .context("traceId", "4bf92f3577b34da6a3ce929d0e0e4736")
                .context("span_id", "00f067aa0ba902b7")
                .context("user", "eva")
                .thrown(new IllegalStateException("no stock"));
        event.markerName = "AUDIT";
        String body = text(SETTINGS.withService("shop", "prod"), event, Worker.of(3));
        assertThat(body)
                .startsWith(
                        "{\"@timestamp\":\"2026-11-22T23:24:54.123456789Z\",\"message\":\"order taken\",\"level\":\"INFO\""
                                + ",\"workerId\":3,\"hostname\":\"web-1\",\"service\":\"shop\",\"env\":\"prod\""
                                + ",\"request\":{\"method\":\"POST\"},\"logger\":\"com.example.shop.OrderService\""
                                + ",\"thread\":\"main\",\"marker\":\"AUDIT\",\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\""
                                + ",\"spanId\":\"00f067aa0ba902b7\",\"mdc\":{\"user\":\"eva\"}"
                                + ",\"exception\":{\"class\":\"java.lang.IllegalStateException\",\"message\":\"no stock\""
                                + ",\"stackTrace\":\"java.lang.IllegalStateException: no stock")
                .endsWith("\"}}");
    }

    @Test
    void absentThings_areOmitted() {
        assertThat(text(SETTINGS, FakeEvent.of("x"), Worker.NONE))
                .isEqualTo("{\"@timestamp\":\"2026-11-22T23:24:54.123456789Z\",\"message\":\"x\",\"level\":\"INFO\""
                        + ",\"hostname\":\"web-1\",\"logger\":\"com.example.shop.OrderService\",\"thread\":\"main\"}");
    }

    @Test
    void nullMessage_isJsonNull() {
        JsonNode body = json(FakeEvent.of(null).thrown(new Exception()));
        assertThat(body.get("message").isNull()).isTrue();
        assertThat(body.get("exception").get("message").isNull()).isTrue();
    }

    @Test
    void timestamp_isOfAnyYear() {
        for (Instant instant : List.of(
                Instant.MIN,
                Instant.MAX,
                Instant.EPOCH,
                Instant.parse("-0001-01-01T00:00:00Z"),
                Instant.parse("2024-02-29T23:59:59.999999999Z"),
                Instant.parse("9999-12-31T23:59:59Z"),
                Instant.parse("+10000-01-01T00:00:00Z"),
                Instant.ofEpochSecond(-1, 7))) {
            FakeEvent event = FakeEvent.of("x");
            event.epochSecond = instant.getEpochSecond();
            event.nanoOfSecond = instant.getNano();
            String text = json(event).get("@timestamp").textValue();
            assertThat(Instant.parse(text)).isEqualTo(instant);
            assertThat(text).matches(".*:\\d\\d\\.\\d{9}Z");
        }
    }

    @Test
    void workerId_isNumberOrText() {
        assertThat(Json.encode(SETTINGS, FakeEvent.of("x"), Worker.of(Long.MIN_VALUE))
                        .get("workerId")
                        .longValue())
                .isEqualTo(Long.MIN_VALUE);
        assertThat(Json.encode(SETTINGS, FakeEvent.of("x"), Worker.parse("a\"b"))
                        .get("workerId")
                        .textValue())
                .isEqualTo("a\"b");
    }

    @Test
    void stackTrace_isWhatPrintStackTracePrints() {
        Exception thrown = new IllegalStateException("outer\n\t\"\u2028\ud83d\ude00", new RuntimeException("inner"));
        thrown.addSuppressed(new Exception("beside"));
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed));
        assertThat(json(FakeEvent.of("x").thrown(thrown))
                        .get("exception")
                        .get("stackTrace")
                        .textValue())
                .isEqualTo(printed.toString());
    }

    @Test
    void longMessage_isCutWithItsLength() {
        String long1 = "a\ud83d\ude00".repeat(500_000);
        String message = json(FakeEvent.of(long1)).get("message").textValue();
        assertThat(message).endsWith("\u2026[cut, 1500000 chars]").hasSizeGreaterThan(150_000);
        assertThat(long1).startsWith(message.substring(0, message.indexOf('\u2026')));
    }

    @Test
    void longMessage_leavesRoomForExceptionAndContext() {
        FakeEvent event = FakeEvent.of("m".repeat(1 << 20))
                .context("user", "eva")
                .context("huge", "h".repeat(1 << 20))
                .context("request.path", "/cart")
                .context("request.body", "b".repeat(1 << 20))
                .thrown(new IllegalStateException("e".repeat(1 << 20)));
        for (int maxRecordBytes : new int[] {4096, 10_000, 256 << 10}) {
            JsonNode body = Json.encode(SETTINGS.withMaxRecordBytes(maxRecordBytes), event, Worker.of(3));
            assertThat(body.get("message").textValue()).endsWith("\u2026[cut, 1048576 chars]");
            assertThat(body.get("mdc").get("user").textValue()).isEqualTo("eva");
            assertThat(body.get("mdc").get("huge").textValue()).endsWith("\u2026[cut, 1048576 chars]");
            assertThat(body.get("request").get("path").textValue()).isEqualTo("/cart");
            assertThat(body.get("exception").get("stackTrace").textValue()).contains("JsonEncoderTest");
        }
    }

    @Test
    void manyContextEntries_areToldByANote() {
        FakeEvent event = FakeEvent.of("x");
        for (int i = 0; i < 10_000; i++) {
            event.context("key" + i, "some value of the entry " + i);
        }
        JsonNode mdc = json(event).get("mdc");
        int kept = mdc.size() - 1;
        assertThat(kept).isGreaterThan(1000);
        assertThat(mdc.get("_cut").textValue()).isEqualTo(10_000 - kept + " entries left out");
    }

    @Test
    void oddContextEntries_areKeptOrTold() {
        FakeEvent event =
                FakeEvent.of("x").context(null, "v").context("k", null).context("_cut", "mine");
        event.context.put("\ud800", "lone");
        event.context.put("\udc00", "lone");
        JsonNode mdc = json(event).get("mdc");
        assertThat(mdc.get("k").isNull()).isTrue();
        assertThat(mdc.get("_cut").textValue()).isEqualTo("4 entries left out");
    }

    @Test
    void throwingParts_leaveANote() {
        FakeEvent event = FakeEvent.of("x").thrown(new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException();
            }
        });
        event.message = () -> {
            throw new StackOverflowError();
        };
        event.request = () -> Map.of("bad", new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException();
            }
        });
        JsonNode body = json(event);
        assertThat(body.get("message").textValue()).isEqualTo("\u2026[lost to java.lang.StackOverflowError]");
        assertThat(body.get("request").get("bad").textValue())
                .isEqualTo("\u2026[lost to java.lang.UnsupportedOperationException]");
        assertThat(body.get("exception").get("message").textValue())
                .isEqualTo("\u2026[lost to java.lang.IllegalStateException]");
        assertThat(body.get("exception").get("stackTrace").textValue()).contains("\tat ", "JsonEncoderTest");
    }

    @Test
    void errorsOfTheJvm_areThrownOn() {
        FakeEvent event = FakeEvent.of("x");
        event.message = () -> {
            throw new OutOfMemoryError("not really");
        };
        assertThatThrownBy(() -> json(event)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void requestMap_isWrittenDeepCleanedAndWithoutCycle() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("path", "/p?token=abc&x=1");
        request.put("headers", Map.of("Authorization", List.of("Basic", "xyz")));
        request.put("ids", new int[] {1, 2});
        request.put("list", Arrays.asList(1.5, null, true, Double.NaN));
        request.put("self", request);
        List<Object> deep = new ArrayList<>();
        deep.add(deep);
        request.put("deep", deep);
        JsonNode body = json(FakeEvent.of("x").context("request.a", "stays").request(request));
        JsonNode written = body.get("request");
        assertThat(written.get("path").textValue()).isEqualTo("/p?token=***&x=1");
        assertThat(written.get("headers").get("Authorization").textValue()).isEqualTo("***");
        assertThat(written.get("ids").toString()).isEqualTo("[1,2]");
        assertThat(written.get("list").toString()).isEqualTo("[1.5,null,true,\"NaN\"]");
        assertThat(written.get("self").get("path").textValue()).isEqualTo("/p?token=***&x=1");
        assertThat(body.get("mdc").get("request.a").textValue()).isEqualTo("stays");
        assertThat(json(FakeEvent.of("x").request("GET /a")).get("request").toString())
                .isEqualTo("{\"text\":\"GET /a\"}");
    }

    /** One buffer for both, as where a layout's stubs are written beside whole records. */
    @Test
    void nameCutByOneEncoder_isWholeByAnotherWithMoreRoom() {
        JsonEncoder small = new JsonEncoder(SETTINGS.withMaxRecordBytes(EncoderSettings.MIN_RECORD_BYTES));
        JsonEncoder large = new JsonEncoder(SETTINGS);
        RecordBuffer out = new RecordBuffer(EncoderSettings.DEFAULT_RECORD_BYTES);
        for (String letter : List.of("n", "\u00e9", "\u5b57", "\"")) {
            for (int chars = 10; chars < 200; chars++) {
                FakeEvent event = FakeEvent.of("x");
                event.loggerName = letter.repeat(chars);
                for (JsonEncoder each : List.of(small, small, small, large, large, large)) {
                    out.clear();
                    each.encode(event, Worker.NONE, out);
                }
                assertThat(Json.read(out.array(), out.length()).get("logger").textValue())
                        .isEqualTo(event.loggerName);
            }
        }
    }
}
