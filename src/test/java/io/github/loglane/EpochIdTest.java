package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
    void next_withoutTheFileOrWithOneThatIsNotRandom_isRandomAllTheSame() throws IOException {
        Path zeros = Files.write(directory.resolve("zeros"), new byte[8]);
        Path tooShort = Files.write(directory.resolve("short"), new byte[7]);
        for (Path source : List.of(directory.resolve("none"), directory, tooShort, zeros)) {
            assertThat(EpochId.next(source.toString())).isNotZero().isNotEqualTo(EpochId.next(source.toString()));
        }
    }
}
