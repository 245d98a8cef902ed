package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the event: a body that is valid, whole and within its bound. */
final class JsonEncoderCorpusTest {

    private static final int ROUNDS = 3_000;
    private static final String[] REQUIRED = {"@timestamp", "message", "hostname", "level", "workerId"};

    static Stream<Corpus.Case> corpus() {
        return Corpus.cases().stream();
    }

    private static JsonNode encode(EncoderSettings settings, EventView event) {
        RecordBuffer out = new RecordBuffer(settings.maxRecordBytes());
        out.put("left over".getBytes(StandardCharsets.US_ASCII));
        out.clear();
        new JsonEncoder(settings).encode(event, Worker.of(3), out);
        assertThat(out.length()).isLessThanOrEqualTo(settings.maxRecordBytes() - EncoderSettings.STAMP_BYTES);
        JsonObjectCheck check = JsonObjectCheck.of(out.array(), 0, out.length());
        assertThat(check.problem()).isNull();
        assertThat(check.hasStamp()).isFalse();
        assertThat(check.to()).isEqualTo(out.length());
        JsonNode body = Json.read(out.array(), out.length());
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(check.names()).contains(REQUIRED);
        return body;
    }

    @Test
    void corpus_isLargeAndItsNamesAreUnique() {
        List<Corpus.Case> cases = Corpus.cases();
        assertThat(cases).hasSizeGreaterThan(100);
        assertThat(new HashSet<>(cases.stream().map(Corpus.Case::name).toList()))
                .hasSameSizeAs(cases);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void body_isValidAndBounded(Corpus.Case nasty) {
        for (int maxRecordBytes : new int[] {4096, 5000, 256 << 10}) {
            encode(
                    EncoderSettings.of("web-1").withMaxRecordBytes(maxRecordBytes),
                    nasty.event().get());
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void part_isThatOfTheBody(Corpus.Case nasty) {
        // Room enough that nothing but what has no bound is cut.
        EncoderSettings settings = EncoderSettings.of("web-1").withMaxRecordBytes(4 << 20);
        FakeEvent event = nasty.event().get();
        if (nasty.name().matches("all/huge|request/wide|request/cycle|request/deep")) {
            return;
        }
        JsonNode body = encode(settings, event);
        JsonEncoder encoder = new JsonEncoder(settings);
        Map.of("request", JsonEncoder.Part.REQUEST, "mdc", JsonEncoder.Part.MDC, "traceId", JsonEncoder.Part.TRACE_ID)
                .forEach((name, part) -> {
                    RecordBuffer out = new RecordBuffer(settings.maxRecordBytes());
                    assertThat(encoder.hasPart(part, event, out)).isEqualTo(body.has(name));
                    assertThat(encoder.encodePart(part, event, out)).isEqualTo(body.has(name));
                    if (body.has(name)) {
                        assertThat(Json.read(out.array(), out.length())).isEqualTo(body.get(name));
                    }
                });
    }

    @Test
    void randomEvents_giveValidAndBoundedBodies() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int maxRecordBytes = 4096 + random.nextInt(1 << (4 + random.nextInt(14)));
            FakeEvent event = randomEvent(random);
            try {
                encode(
                        EncoderSettings.of(text(random))
                                .withService(text(random), text(random))
                                .withMaxRecordBytes(maxRecordBytes),
                        event);
            } catch (Throwable thrown) {
                throw new AssertionError("seed " + seed + " round " + round + " bytes " + maxRecordBytes, thrown);
            }
        }
    }

    private static FakeEvent randomEvent(Random random) {
        FakeEvent event = FakeEvent.of(random.nextInt(20) == 0 ? null : text(random));
        event.epochSecond = random.nextLong() >> random.nextInt(64);
        event.nanoOfSecond = random.nextInt();
        event.loggerName = text(random);
        event.threadName = text(random);
        event.levelName = text(random);
        event.markerName = random.nextBoolean() ? null : text(random);
        int entries = random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            event.context((random.nextInt(3) == 0 ? "request." : "") + text(random), text(random));
        }
        if (random.nextInt(3) == 0) {
            event.request(value(random, 0));
        }
        if (random.nextInt(3) == 0) {
            Exception thrown = new Exception(text(random), new RuntimeException(text(random)));
            thrown.addSuppressed(Exceptions.withFrames(random.nextInt(50)));
            event.thrown(thrown);
        }
        return event;
    }

    private static Object value(Random random, int depth) {
        int kind = random.nextInt(depth > 9 ? 3 : 6);
        if (kind == 3) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                list.add(value(random, depth + 1));
            }
            return list;
        }
        if (kind > 3) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                map.put(random.nextInt(9) == 0 ? Integer.valueOf(i) : text(random), value(random, depth + 1));
            }
            return map;
        }
        return kind == 0 ? null : kind == 1 ? (Object) random.nextDouble() : text(random);
    }

    private static String text(Random random) {
        int chars = random.nextInt(1 << random.nextInt(random.nextInt(10) == 0 ? 17 : 8));
        int range = new int[] {0x20, 0x80, 0x100, 0x10000, 0x60}[random.nextInt(5)];
        StringBuilder text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            int kind = random.nextInt(12);
            if (kind == 0) {
                text.append((char) (0xd800 + random.nextInt(0x800)));
            } else if (kind == 1) {
                text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            } else {
                text.append((char) random.nextInt(range));
            }
        }
        return text.toString();
    }
}
