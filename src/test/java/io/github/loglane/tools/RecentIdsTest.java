package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which ids are known again. */
class RecentIdsTest {

    private final RecentIds ids = new RecentIds();

    @Test
    void idThatComesAgain_isNotNew() {
        assertThat(ids.add(7, 1)).isTrue();
        assertThat(ids.add(7, 2)).isTrue();
        assertThat(ids.add(8, 1)).isTrue();
        assertThat(ids.add(0, 1)).isTrue();
        assertThat(ids.add(7, 1)).isFalse();
        assertThat(ids.add(0, 1)).isFalse();
    }

    @Test
    void idsOfTheWindow_areRememberedAndThoseFarBackAreNot() {
        int last = 5 * RecentIds.MIN_REMEMBERED;
        for (int seq = 1; seq <= last; seq++) {
            assertThat(ids.add(seq % 3, seq)).isTrue();
        }
        for (int seq = last; seq > last - RecentIds.MIN_REMEMBERED; seq--) {
            assertThat(ids.add(seq % 3, seq)).as("seq %d", seq).isFalse();
        }
        assertThat(ids.add(1, 1)).isTrue();
    }
}
