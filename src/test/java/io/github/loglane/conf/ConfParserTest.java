package io.github.loglane.conf;

import static io.github.loglane.conf.FakeProcess.utf8;
import static io.github.loglane.conf.FakeProcess.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfParserTest {

    private static final String EXPIRES = ",\"expiresAt\":\"2026-11-22T13:00:00Z\"";
    private static final String FORCE = ",\"force\":true";
    private static final int MUTATIONS = 200_000;

    private static ConfSetting parse(String key, String value) throws ConfRejection {
        return ConfParser.value(ConfParser.key(utf8(key)), utf8(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*#level/com.acme",
                "*#level/ROOT",
                "service/shop#config/flags",
                "host/web-1#level/a",
                "worker/3#level/a",
                "worker/-3#level/a",
                "worker/blue#level/a",
                "host/web-1/worker/3#config/a/b#c",
                "service/a%2Fb%23c%25d#config/x"
            })
    void key_isReadAndWrittenAlike(String key) throws ConfRejection {
        assertThat(ConfKey.parse(key)).hasToString(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#level/a",
                "*",
                "*#level",
                "*#level/",
                "*#level/ a",
                "*#level/root",
                "*#script/a",
                "**#level/a",
                "host#level/a",
                "host/#level/a",
                "host/a/b#level/a",
                "host/a/worker/#level/a",
                "worker/007#level/a",
                "worker/+7#level/a",
                "service/a%2fb#level/a",
                "service/a%41#level/a",
                "pod/a#level/a",
                "*#level/a\u0000b",
                "host/a\nb#level/a"
            })
    void key_thatIsNoneIsRejected(String key) {
        assertThatThrownBy(() -> ConfKey.parse(key))
                .isInstanceOf(ConfRejection.class)
                .hasMessageContaining("expecting");
    }

    @ParameterizedTest
    @CsvSource({
        "*#level/a, INFO, '', INFO",
        "*#level/a, WARN, '', WARN",
        "*#level/a, DEBUG, e, DEBUG",
        "*#level/a, TRACE, e, TRACE",
        "*#level/ROOT, DEBUG, e, DEBUG",
        "*#level/ROOT, TRACE, ef, TRACE",
        "*#level/ROOT, ALL, ef, ALL",
        "*#level/a, OFF, f, OFF",
        "*#level/a, FATAL, f, FATAL",
        "*#level/a, DEBUG, '', expiresAt",
        "*#level/a, TRACE, f, expiresAt",
        "*#level/a, ALL, '', expiresAt",
        "*#level/a, OFF, '', force",
        "*#level/a, FATAL, e, force",
        "*#level/ROOT, TRACE, e, force",
        "*#level/ROOT, ALL, e, force",
        "*#level/a, debug, e, expecting: one of",
        "*#level/a, VERBOSE, e, expecting: one of",
    })
    void level_needsWhatItNeeds(String key, String level, String with, String outcome) {
        String more = (with.contains("e") ? EXPIRES : "") + (with.contains("f") ? FORCE : "");
        String found;
        try {
            found = parse(key, value('"' + level + '"', more)).level().name();
        } catch (ConfRejection e) {
            found = e.reason();
        }
        assertThat(found).contains(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"id\":\"x\"}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\"}",
                "{\"id\":\"x\",\"at\":\"yesterday\",\"value\":1}",
                "{\"id\":\"x\",\"at\":\"+999999999-01-01T00:00:00Z\",\"value\":1}",
                "{\"id\":7,\"at\":\"2026-11-22T12:00:00Z\",\"value\":1}",
                "{\"id\":\"x y\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":1}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":1,\"class\":\"a.B\"}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":1,\"value\":2}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":{\"a\":1,\"a\":2}}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":1,\"force\":\"yes\"}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":1} x",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":1",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":NaN}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":{\"a\":'b'}}",
                "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":{\"a\":\"\\q\"}}",
                "\ufeff{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":1}"
            })
    void value_thatIsNoneIsRejected(String value) {
        assertThatThrownBy(() -> parse("*#config/a", value)).isInstanceOf(ConfRejection.class);
    }

    @Test
    void value_beyondTheLimitsIsRejected() {
        int rest = value("\"\"").length();
        String[] values = {
            value('"' + "a".repeat(ConfParser.MAX_VALUE_BYTES - rest + 1) + '"'),
            value("[".repeat(10_000) + "]".repeat(10_000)),
            value("[".repeat(10_000)),
            value("9".repeat(100_000)),
            value("1e" + "9".repeat(100_000)),
            value("1", ",\"why\":\"" + "a".repeat(2000) + '"'),
        };
        for (String value : values) {
            assertThatThrownBy(() -> parse("*#config/a", value)).isInstanceOf(ConfRejection.class);
        }
    }

    @Test
    void value_upToTheLimitsIsTaken() throws ConfRejection {
        int rest = value("\"\"").length();
        String longest = '"' + "a".repeat(ConfParser.MAX_VALUE_BYTES - rest) + '"';
        assertThat(parse("*#config/a", value(longest)).json()).isEqualTo(longest);
        String deep = "[".repeat(ConfParser.MAX_DEPTH - 1) + "]".repeat(ConfParser.MAX_DEPTH - 1);
        assertThat(parse("*#config/a", value(deep)).json()).isEqualTo(deep);
    }

    @Test
    void value_inBadUtf8IsRejected() throws ConfRejection {
        byte[] bytes = utf8(value("\"aa\""));
        ConfKey key = ConfKey.parse("*#config/a");
        assertThat(ConfParser.value(key, bytes).json()).isEqualTo("\"aa\"");
        int at = value("\"aa\"").indexOf("aa");
        for (int bad : new int[] {0xC0AF, 0xEDA0, 0xFF80, 0x80C3}) {
            bytes[at] = (byte) (bad >> 8);
            bytes[at + 1] = (byte) bad;
            assertThatThrownBy(() -> ConfParser.value(key, bytes)).isInstanceOf(ConfRejection.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0.5e10",
                "true",
                "false",
                "null",
                "\"a\\u0041\\n\"",
                "[]",
                "{}",
                "[ 1 , {\"a\" : [\"}\"]} ]",
                "{\"a\":{\"b\":[1,2,{\"c\":null}]}, \"d\" : \"\\ud83d\" }",
                "\"\u00e9\ud83d\ude00\""
            })
    void json_isHandedOnAsWritten(String json) throws Exception {
        String first = "{\"value\":  " + json + " ,\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\"}";
        assertThat(parse("*#config/a", first).json()).isEqualTo(json);
        String last = value(json).replace("}", "} ");
        assertThat(new ObjectMapper().readTree(parse("*#config/a", last).json()))
                .isEqualTo(new ObjectMapper().readTree(json.replace("}", "} ")));
        // beyond the parser's first buffer
        String late = "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\"," + " ".repeat(70_000) + "\"value\":" + json + "}";
        assertThat(parse("*#config/a", late).json()).isEqualTo(json);
    }

    @Test
    void key_ofBytesThatAreNoneIsRejected() {
        byte[] good = utf8("*#level/aa");
        for (int bad : new int[] {0xC0AF, 0xEDA0, 0xFF80, 0x80C3}) {
            byte[] bytes = good.clone();
            bytes[8] = (byte) (bad >> 8);
            bytes[9] = (byte) bad;
            assertThatThrownBy(() -> ConfParser.key(bytes)).hasMessageContaining("UTF-8");
        }
        assertThatThrownBy(() -> ConfParser.key(null)).hasMessageContaining("a record with a key");
        assertThatThrownBy(() -> ConfParser.key(new byte[ConfParser.MAX_KEY_BYTES + 1]))
                .hasMessageContaining("at most 4096 bytes");
    }

    /** JSON of any shape, and of ten thousand braces without an end: a setting with the same meaning, or a rejection. */
    @Test
    void fuzz_ofWholeValuesKeepsTheirMeaning() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ObjectMapper mapper = new ObjectMapper();
        for (int i = 0; i < 3_000; i++) {
            String json = json(random, random.nextInt(20));
            String padded = " ".repeat(random.nextInt(9000)) + json + " ".repeat(random.nextInt(3));
            String found = parse("*#config/a", value(padded)).json();
            assertThat(mapper.readTree(found)).as("seed %d", seed).isEqualTo(mapper.readTree(json));
            String cut = value(json).substring(0, random.nextInt(value(json).length()));
            assertThatThrownBy(() -> parse("*#config/a", cut))
                    .as("seed %d", seed)
                    .isInstanceOf(ConfRejection.class);
        }
        for (String open : new String[] {"[", "{\"a\":", "[{\"a\":[", "\"", "{\"a", "\\"}) {
            assertThatThrownBy(() -> parse("*#config/a", value(open.repeat(10_000))))
                    .isInstanceOf(ConfRejection.class);
        }
    }

    private static String json(Random random, int size) {
        if (size == 0 || random.nextInt(4) == 0) {
            String[] leaves = {
                "0", "-1.5e300", "1e999999999", "9".repeat(300), "true", "null", "\"\"", "\"\\u00e9}\\\"]\""
            };
            return leaves[random.nextInt(leaves.length)];
        }
        StringBuilder text = new StringBuilder();
        boolean isObject = random.nextBoolean();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append(isObject ? "\"k" + i + "\" : " : "")
                    .append(json(random, size / 2))
                    .append(i > 0 ? ", " : "");
        }
        return isObject ? "{" + text + "}" : "[" + text + "]";
    }

    @Test
    void message_isReadAsItWasMeant() throws ConfRejection {
        ConfMessage message = ConfMessage.level("com.acme", ConfLevel.DEBUG)
                .in(ConfScope.hostWorker("web/1", "3"))
                .id("INC-42")
                .at(Instant.parse("2026-11-22T12:00:00Z"))
                .by("ann \"the\" op")
                .why("INC-42")
                .expiresIn(Duration.ofMinutes(15))
                .build();
        ConfSetting read = ConfParser.value(ConfParser.key(message.keyBytes()), message.valueBytes());
        assertThat(message.key()).hasToString("host/web%2F1/worker/3#level/com.acme");
        assertThat(read.level()).isEqualTo(ConfLevel.DEBUG);
        assertThat(read.by()).isEqualTo("ann \"the\" op");
        assertThat(read.expiresAt()).isEqualTo("2026-11-22T12:15:00Z");
    }

    @Test
    void message_thatProcessesWouldNotTakeIsNotMade() {
        assertThatThrownBy(() -> ConfMessage.level("a", ConfLevel.DEBUG).build())
                .hasMessageContaining("expiresAt");
        assertThatThrownBy(() -> ConfMessage.config("a", "{").build()).isInstanceOf(ConfRejection.class);
        assertThatThrownBy(() -> ConfMessage.config("a", "1,\"force\":true")
                        .id("x")
                        .build()
                        .valueBytes())
                .as("a value that brings members of its own")
                .isInstanceOf(ConfRejection.class);
    }

    /** Whatever comes: a setting or a rejection, and never anything else. */
    @Test
    void fuzz_givesASettingOrARejection() throws ConfRejection {
        Random random = new Random(42);
        String[] seeds = {
            value("\"DEBUG\"", EXPIRES + FORCE),
            value("{\"a\":[1,2.5e3,true,null,\"\\u00e9\\n\"],\"b\":{\"c\":{}}}", ",\"by\":\"ann\",\"why\":null"),
            "host/web-1/worker/3#level/com.acme"
        };
        ConfKey level = ConfKey.parse("*#level/a");
        ConfKey config = ConfKey.parse("*#config/a");
        int taken = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutated(utf8(seeds[random.nextInt(seeds.length)]), random);
            taken += taken(() -> ConfParser.key(bytes));
            taken += taken(() -> ConfParser.value(level, bytes));
            taken += taken(() -> ConfParser.value(config, bytes));
        }
        assertThat(taken).isBetween(1000, MUTATIONS * 2);
    }

    private static int taken(Parse parse) {
        try {
            parse.run();
            return 1;
        } catch (ConfRejection e) {
            assertThat(e.reason()).startsWith("expecting: ").hasSizeLessThan(300);
            return 0;
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] interesting = utf8("\"\\{}[]:,#/%0eE-+.tfn \u0000");
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] = interesting[random.nextInt(interesting.length)];
                case 2 -> System.arraycopy(bytes, at, bytes, 0, bytes.length - at);
                default -> bytes[at] = bytes[random.nextInt(bytes.length)];
            }
        }
        return bytes;
    }

    private interface Parse {
        void run() throws ConfRejection;
    }
}
