package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonObjectCheckTest {

    private static JsonObjectCheck check(String text) {
        return JsonObjectCheck.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ } \n",
                "{\"a\":1}",
                "{\"\":\"\"}",
                "{\"a\":[],\"b\":{},\"c\":[{}],\"d\":[[1,2],{\"e\":null}]}",
                "{\"a\":-0,\"b\":0.5e-10,\"c\":1E+5,\"d\":10,\"e\":true,\"f\":false}",
                "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\"}",
                "{\"a\":\"\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00\udbff\udfff\u2028\"}",
            })
    void object_passes(String text) {
        assertThat(check(text).problem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "\"a\"",
                "{",
                "}",
                "{}}",
                "{} {}",
                "{},",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":[1]",
                "{\"a\":{]}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":truex}",
                "{\"a\":True}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\\u00\"}",
                "{\"a\":\"",
                "{\"a\":\"\\\"}",
                "\ufeff{}",
                "{}\u00a0",
            })
    void otherText_doesNotPass(String text) {
        JsonObjectCheck check = check(text);
        assertThat(check.isObject()).isFalse();
        assertThat(check.problem()).startsWith("expecting: ").contains(", found: ");
        assertThat(check.names()).isEmpty();
    }

    @Test
    void invalidUtf8_doesNotPass() {
        int[][] sequences = {
            {0x80},
            {0xc0, 0x80},
            {0xc1, 0xbf},
            {0xc3},
            {0xe0, 0x80, 0x80},
            {0xe0, 0x9f, 0xbf},
            {0xed, 0xa0, 0x80},
            {0xed, 0xbf, 0xbf},
            {0xe2, 0x82},
            {0xf0, 0x80, 0x80, 0x80},
            {0xf0, 0x8f, 0xbf, 0xbf},
            {0xf4, 0x90, 0x80, 0x80},
            {0xf5, 0x80, 0x80, 0x80},
            {0xff},
            {0xfe},
            {0xf0, 0x9f, 0x98},
        };
        for (int[] sequence : sequences) {
            byte[] bytes = new byte[sequence.length + 8];
            System.arraycopy("{\"a\":\"".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 6);
            for (int i = 0; i < sequence.length; i++) {
                bytes[6 + i] = (byte) sequence[i];
            }
            bytes[6 + sequence.length] = '"';
            bytes[7 + sequence.length] = '}';
            assertThat(JsonObjectCheck.of(bytes).isObject())
                    .as("%x", sequence[0])
                    .isFalse();
        }
    }

    @Test
    void depth_isBounded() {
        String deepest = "{\"a\":" + "[".repeat(510) + "{\"b\":1}" + "]".repeat(510) + "}";
        assertThat(check(deepest).isObject()).isTrue();
        assertThat(check("{\"a\":" + "[".repeat(512) + "1" + "]".repeat(512) + "}")
                        .isObject())
                .isFalse();
        assertThat(check("{\"a\":" + "[".repeat(1_000_000)).isObject()).isFalse();
    }

    @Test
    void names_areThoseOfTheObjectItself() {
        JsonObjectCheck check = check("{\"a\":{\"epoch\":1},\"\\u0073eq\\n\":2,\"b\":[{\"seq\":1}]}");
        assertThat(check.names()).isEqualTo(List.of("a", "seq\n", "b"));
        assertThat(check.hasStamp()).isFalse();
        assertThat(check("{\"\\u0073eq\":2}").hasStamp()).isTrue();
        assertThat(JsonObjectCheck.isStampable("{\"x\":1,\"epoch\":1}".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(JsonObjectCheck.isStampable("{\"x\":1}\n".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void bounds_areThoseOfTheObject() {
        JsonObjectCheck check = JsonObjectCheck.of("xx {\"a\":1}\nyy".getBytes(StandardCharsets.UTF_8), 2, 9);
        assertThat(check.problem()).isNull();
        assertThat(check.from()).isEqualTo(3);
        assertThat(check.to()).isEqualTo(10);
    }
}
