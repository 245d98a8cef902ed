package io.github.loglane.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class PartitionMapTest {

    @Test
    void murmur2_isKafkas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] data = new byte[random.nextInt(40)];
            random.nextBytes(data);
            assertThat(PartitionMap.murmur2(data)).as("seed " + seed).isEqualTo(Utils.murmur2(data));
        }
    }

    @Test
    void partitionOf_textIsNeverNegative() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(PartitionMap.partitionOf(("w" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8), 7))
                    .isBetween(0, 6);
        }
    }
}
