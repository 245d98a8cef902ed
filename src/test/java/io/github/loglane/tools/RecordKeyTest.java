package io.github.loglane.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.journal.RecordId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key is taken exactly where {@link RecordId#parse} takes it. */
class RecordKeyTest {

    private final RecordKey key = new RecordKey();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-1",
                "1",
                "1-",
                "1-0",
                "0-1",
                "00-1",
                "01-1",
                "1-01",
                "a-1",
                "A-1",
                "a-1 ",
                " a-1",
                "a--1",
                "a-+1",
                "+a-1",
                "a-1-2",
                "ä-1",
                "a-١",
                "3w5e11264sgsf-1",
                "3w5e11264sgsg-1",
                "zzzzzzzzzzzzz-1",
                "3w5e11264sgsf0-1",
                "a-9223372036854775807",
                "a-9223372036854775808",
                "a-92233720368547758070",
                "user-42"
            })
    void oddKeys(String text) {
        assertSame(text);
        // whose text is known by then
        for (String before : new String[] {"a-5", "1-5", "a-", "3w5e11264sgsf-7"}) {
            assertSame(before);
            assertSame(text);
        }
    }

    @Test
    void randomIds() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            assertSame(new RecordId(random.nextLong(), (random.nextLong() >>> random.nextInt(1, 64))).toString());
        }
    }

    @Test
    void partOfABuffer_isReadWithinItsBounds() {
        ByteBuffer buffer = ByteBuffer.wrap("xxa-12yy".getBytes(UTF_8), 2, 4);
        assertThat(key.read(buffer)).isTrue();
        assertThat(key.seq()).isEqualTo(12);
        assertThat(buffer.remaining()).isEqualTo(4);
    }

    @Test
    void bufferWithoutAnArray_isReadToo() {
        ByteBuffer buffer =
                ByteBuffer.wrap("xxa-12yy".getBytes(UTF_8), 2, 4).slice().asReadOnlyBuffer();
        assertThat(key.read(buffer)).isTrue();
        assertThat(key.seq()).isEqualTo(12);
        assertThat(buffer.remaining()).isEqualTo(4);
    }

    @Test
    void noKey_isNoId() {
        assertThat(key.read(null)).isFalse();
    }

    private void assertSame(String text) {
        Optional<RecordId> read = key.read(ByteBuffer.wrap(text.getBytes(UTF_8)))
                ? Optional.of(new RecordId(key.epoch(), key.seq()))
                : Optional.empty();
        assertThat(read).as(text).isEqualTo(RecordId.parse(text));
    }
}
