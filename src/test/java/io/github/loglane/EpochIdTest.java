package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochIdTest {

    private static final int DRAWN = 10_000;

    @TempDir
    Path directory;

    @Test
    void next_isAnotherEachTime_andUsesAllBits() {
        Set<Long> drawn = new HashSet<>();
        long anySet = 0;
        long anyClear = 0;
        for (int i = 0; i < DRAWN; i++) {
            long epoch = EpochId.next();
            assertThat(epoch).isNotZero();
            drawn.add(epoch);
            anySet |= epoch;
            anyClear |= ~epoch;
        }
        assertThat(drawn).hasSize(DRAWN);
        assertThat(anySet).isEqualTo(-1);
        assertThat(anyClear).isEqualTo(-1);
    }

    @Test
    void draw_withoutTheFileOrWithTooShortAOne_isRandomAllTheSame() throws IOException {
        Path tooShort = Files.write(directory.resolve("short"), new byte[7]);
        for (String source :
                new String[] {directory.resolve("none").toString(), directory.toString(), tooShort.toString()}) {
            assertThat(EpochId.draw(source)).isNotEqualTo(EpochId.draw(source));
        }
    }
}
