package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads bodies the hard way: strict UTF-8, one value, no name twice. */
public final class Json {

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    public static JsonNode read(byte[] bytes, int length) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            JsonNode fromText = STRICT.readTree(text);
            assertThat(STRICT.readTree(bytes, 0, length)).isEqualTo(fromText);
            return fromText;
        } catch (CharacterCodingException e) {
            throw new AssertionError("expecting: valid UTF-8, found: " + shown(bytes, length), e);
        } catch (java.io.IOException e) {
            throw new AssertionError("expecting: valid JSON, found: " + shown(bytes, length), e);
        }
    }

    public static JsonNode encode(EncoderSettings settings, EventView event, Worker worker) {
        RecordBuffer out = new RecordBuffer(settings.maxRecordBytes());
        new JsonEncoder(settings).encode(event, worker, out);
        assertThat(out.length()).isLessThanOrEqualTo(settings.maxRecordBytes() - EncoderSettings.STAMP_BYTES);
        return read(out.array(), out.length());
    }

    private static String shown(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return text.length() <= 4000 ? text : text.substring(0, 2000) + " ... " + text.substring(text.length() - 2000);
    }
}
