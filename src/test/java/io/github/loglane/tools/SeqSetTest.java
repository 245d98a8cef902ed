package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeqSetTest {

    private static final int MAX = 40_000;

    @Test
    void randomSeqsAndRanges_areThoseOfABitSet() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            SeqSet set = new SeqSet();
            BitSet expected = new BitSet();
            for (int i = 0; i < 2_000; i++) {
                int from = 1 + random.nextInt(MAX);
                int length = random.nextInt(10) == 0 ? 1 + random.nextInt(9_000) : 1;
                boolean single = length == 1;
                long before = expected.cardinality();
                expected.set(from, from + length);
                long fresh = expected.cardinality() - before;
                if (single) {
                    assertThat(set.add(from)).isEqualTo(fresh == 1);
                } else {
                    assertThat(set.addRange(from, from + length - 1L)).isEqualTo(fresh);
                }
            }
            assertSame(set, expected);
        }
    }

    @Test
    void allInOrder_areOneRun() {
        SeqSet set = new SeqSet();
        for (int seq = 1; seq <= 1_000_000; seq++) {
            set.add(seq);
        }
        assertThat(set.size()).isEqualTo(1_000_000);
        assertThat(set.nextAbsent(1)).isEqualTo(1_000_001);
        assertThat(set.add(77)).isFalse();
        assertThat(set.nextPresent(1_000_001)).isEqualTo(SeqSet.NONE);
    }

    @Test
    void immenseRange_isFound() {
        SeqSet set = new SeqSet();
        assertThat(set.addRange(5, 1L << 60)).isEqualTo((1L << 60) - 4);
        assertThat(set.addRange(1, 1L << 60)).isEqualTo(4);
        assertThat(set.nextAbsent(1)).isEqualTo((1L << 60) + 1);
        assertThat(set.contains(1L << 59)).isTrue();
    }

    private static void assertSame(SeqSet set, BitSet expected) {
        assertThat(set.size()).isEqualTo(expected.cardinality());
        for (int seq = 1; seq < MAX + 9_001; seq++) {
            int present = expected.nextSetBit(seq);
            assertThat(set.nextPresent(seq)).isEqualTo(present < 0 ? SeqSet.NONE : present);
            assertThat(set.nextAbsent(seq)).isEqualTo(expected.nextClearBit(seq));
        }
    }
}
