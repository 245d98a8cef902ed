package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In which order lines are let go, and how many are held. */
class MergeBufferTest {

    private static final long BASE = 1_700_000_000L;
    private static final int HALF = MergeBuffer.MAX_LINES / 2;

    private final List<TailLine> out = new ArrayList<>();
    private final MergeBuffer merge = new MergeBuffer(out::add);

    private static TailLine line(long nanos, long epoch, long seq, int partition) {
        return new TailLine(Instant.ofEpochSecond(BASE, nanos), epoch, seq, partition, seq, "t" + nanos);
    }

    /** One line a millisecond. */
    private void fill(int partition, int fromMs, int toMs) {
        for (int ms = fromMs; ms < toMs; ms++) {
            merge.reach(partition, BASE * 1_000 + ms);
            merge.add(line(ms * 1_000_000L, 1, ms + 1, partition), 0);
        }
    }

    private List<String> texts() {
        return out.stream().map(TailLine::text).toList();
    }

    @Test
    void lines_areInTheOrderOfTimeEpochSeq() {
        merge.add(line(2, 1, 9, 0), 0);
        merge.add(line(1, -1, 1, 1), 0);
        merge.add(line(1, 7, 3, 2), 0);
        merge.add(line(1, 7, 2, 3), 0);
        merge.add(line(1_000_000, 0, 0, 1), 0);
        merge.add(line(1_000_000, 0, 0, 0), 0);
        assertThat(out).isEmpty();
        merge.releaseAll();
        assertThat(out)
                .extracting(TailLine::time, TailLine::epoch, TailLine::seq, TailLine::partition)
                .containsExactly(
                        tuple(Instant.ofEpochSecond(BASE, 1), 7L, 2L, 3),
                        tuple(Instant.ofEpochSecond(BASE, 1), 7L, 3L, 2),
                        tuple(Instant.ofEpochSecond(BASE, 1), -1L, 1L, 1),
                        tuple(Instant.ofEpochSecond(BASE, 2), 1L, 9L, 0),
                        tuple(Instant.ofEpochSecond(BASE, 1_000_000), 0L, 0L, 0),
                        tuple(Instant.ofEpochSecond(BASE, 1_000_000), 0L, 0L, 1));
    }

    @Test
    void partitionThatLagsBehind_isWaitedForAndTheOthersAreHeldBack() {
        merge.open(0);
        merge.open(1);
        fill(0, 0, HALF + 10);
        merge.settle();
        assertThat(merge.ahead()).isEmpty();
        int filled = HALF + HALF / 2 + 10;
        fill(0, HALF + 10, filled);
        merge.settle();
        assertThat(out).isEmpty();
        assertThat(merge.ahead()).containsExactly(0);
        fill(1, 0, 5);
        merge.settle();
        assertThat(out).hasSize(10).isSorted();
        merge.finish(1);
        fill(0, filled, filled + 20);
        merge.settle();
        assertThat(merge.ahead()).isEmpty();
        assertThat(out).isSorted();
        merge.releaseAll();
        assertThat(out).hasSize(filled + 25).isSorted();
    }

    @Test
    void linesAndCharacters_areBounded() {
        merge.open(0);
        merge.open(1);
        fill(0, 0, MergeBuffer.MAX_LINES + 100);
        assertThat(out).hasSize(100);
        merge.releaseAll();
        out.clear();
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 40; i++) {
            merge.add(new TailLine(Instant.ofEpochSecond(BASE, i), 1, i + 1, 0, i, large), 0);
        }
        assertThat(out).hasSize(8);
    }

    @Test
    void lineThatIsLaterThanTheBuffer_isLetGoAllTheSame() {
        merge.open(0);
        fill(0, 1_000, 1_000 + MergeBuffer.MAX_LINES + 1);
        fill(0, 5, 6);
        assertThat(texts().get(1)).isEqualTo("t5000000");
    }

    @Test
    void followed_waitsSoLongAndLetsGoWhatStandsBefore() {
        merge.follow();
        merge.add(line(20, 1, 2, 0), 100);
        merge.add(line(10, 1, 1, 1), 200);
        merge.add(line(30, 1, 3, 1), 300);
        merge.releaseUntil(99);
        assertThat(out).isEmpty();
        assertThat(merge.oldestNanos(7)).isEqualTo(100);
        merge.releaseUntil(100);
        assertThat(texts()).containsExactly("t10", "t20");
        assertThat(merge.oldestNanos(7)).isEqualTo(300);
        merge.releaseUntil(300);
        assertThat(texts()).containsExactly("t10", "t20", "t30");
        assertThat(merge.oldestNanos(7)).isEqualTo(7);
    }

    @Test
    void replayThatGoesOn_withholdsNothing() {
        merge.follow();
        merge.add(line(1_000_000, 9, 1, 0), 0);
        for (int i = 1; i < 1_000; i++) {
            merge.add(line(i, 1, i, 1), i);
        }
        merge.releaseUntil(0);
        assertThat(texts()).hasSize(1_000).endsWith("t1000000");
    }

    @Test
    void clockThatIsFarAhead_doesNotLetTheBufferGrow() {
        merge.follow();
        merge.add(line(999_999_999_999L, 9, 1, 0), 0);
        for (int i = 0; i < 4 * MergeBuffer.MAX_LINES; i++) {
            merge.add(line(i, 1, i + 1, 1), 1);
        }
        assertThat(out.size()).isGreaterThan(2 * MergeBuffer.MAX_LINES).isLessThan(4 * MergeBuffer.MAX_LINES + 1);
    }

    @Test
    void shuffledPartitions_comeOutSorted() {
        Random random = new Random(1);
        for (int partition = 0; partition < 5; partition++) {
            merge.open(partition);
        }
        int[] next = new int[5];
        int left = 5 * 20_000;
        while (left > 0) {
            int partition = random.nextInt(5);
            boolean isHeldBack = merge.ahead().contains(partition);
            for (int i = 0; i < 50 && !isHeldBack && next[partition] < 20_000; i++) {
                fill(partition, next[partition], next[partition] + 1);
                next[partition]++;
                left--;
            }
            if (next[partition] == 20_000) {
                merge.finish(partition);
            }
            merge.settle();
        }
        merge.releaseAll();
        assertThat(out).hasSize(100_000).isSorted();
    }
}
