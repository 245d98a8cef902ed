package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    private static final int LENGTH = 90;

    private final char[] chars = new char[LENGTH];
    private final PlainText text = new PlainText(chars);

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    @ParameterizedTest
    @ValueSource(
            chars = {0, 0x1f, '\n', '"', '\\', 0x80, 0xe9, 0xff, 0x100, 0x120, 0x222, 0x2022, 0xd83d, 0xdc00, 0xffff})
    void copy_endsAtWhatIsNotPlain(char special) {
        for (int at = 0; at < LENGTH; at++) {
            Arrays.fill(chars, 'a');
            chars[at] = special;
            byte[] bytes = new byte[LENGTH];
            assertThat(text.copy(0, LENGTH, bytes, 0)).as("at %s", at).isEqualTo(at);
            assertThat(new String(bytes, 0, at, StandardCharsets.ISO_8859_1)).isEqualTo("a".repeat(at));
        }
    }

    @Test
    void copy_takesAllThatIsPlain() {
        byte[] bytes = new byte[LENGTH];
        for (char c = 0; c < 0x200; c++) {
            Arrays.fill(chars, c);
            int copied = text.copy(0, LENGTH, bytes, 0);
            assertThat(copied).as("%04x", (int) c).isEqualTo(isPlain(c) ? LENGTH : 0);
        }
    }

    /** With bytes one above and one below special ones next to them, which the search in words must not be misled by. */
    @RepeatedTest(200)
    void copy_isThatOfOneByOne() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String near = "!\"# \u001f[\\]\u007f\u0080a\u00e9\u0122\ud83d";
        int rarity = 1 + random.nextInt(40);
        for (int i = 0; i < LENGTH; i++) {
            chars[i] = random.nextInt(rarity) == 0 ? near.charAt(random.nextInt(near.length())) : '#';
        }
        int from = random.nextInt(LENGTH);
        int to = from + random.nextInt(LENGTH - from + 1);
        int at = random.nextInt(20);
        byte[] bytes = new byte[LENGTH + 20];
        byte[] expected = new byte[LENGTH + 20];
        int copied = text.copyEach(from, to, expected, at);
        assertThat(text.copy(from, to, bytes, at)).as("seed %s", seed).isEqualTo(copied);
        assertThat(Arrays.copyOf(bytes, at + copied))
                .as("seed %s", seed)
                .isEqualTo(Arrays.copyOf(expected, at + copied));
    }

    @Test
    void copy_writesToAnotherArrayEachTime() {
        Arrays.fill(chars, 'b');
        byte[] first = new byte[LENGTH];
        byte[] second = new byte[LENGTH + 5];
        text.copy(0, LENGTH, first, 0);
        text.copy(0, LENGTH, second, 5);
        assertThat(first).containsOnly((byte) 'b');
        assertThat(second).startsWith(0, 0, 0, 0, 0, 'b').endsWith((byte) 'b');
    }
}
