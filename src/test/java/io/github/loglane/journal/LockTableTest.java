package io.github.loglane.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LockTableTest {

    private static final long DEVICE = 0xFE00;
    private static final long INODE = 2155239;
    private static final JournalOwner ALIVE = new JournalOwner(JournalOwner.State.ALIVE, 4711);

    private static JournalOwner find(boolean seesAll, String... lines) {
        return LockTable.find(List.of(lines), DEVICE, INODE, seesAll);
    }

    @Test
    void holder_isAlive() {
        String[] lines = {
            "1: FLOCK  ADVISORY  WRITE 12583 fe:00:2155239 0 EOF",
            "2: POSIX  ADVISORY  READ  12583 fe:00:2155239 0 EOF",
            "3: POSIX  ADVISORY  WRITE 4711 fe:00:2155239 0 EOF",
            "3: -> POSIX  ADVISORY  WRITE 815 fe:00:2155239 0 EOF"
        };
        assertThat(find(true, lines)).isEqualTo(ALIVE);
        assertThat(find(false, lines)).isEqualTo(ALIVE);
    }

    @Test
    void locksOfOthers_areNotMistaken() {
        String[] lines = {
            "1: FLOCK  ADVISORY  WRITE 12583 fe:00:2155239 0 EOF",
            "2: POSIX  ADVISORY  WRITE 815 fe:00:12155239 0 EOF",
            "2: -> POSIX  ADVISORY  WRITE 4711 fe:00:2155239 0 EOF"
        };
        assertThat(find(true, lines)).isEqualTo(JournalOwner.NOBODY);
    }

    @Test
    void nothingListed_tellsNothingWhereNotAllIsSeen() {
        assertThat(find(true)).isEqualTo(JournalOwner.NOBODY);
        assertThat(find(false)).isEqualTo(JournalOwner.UNTOLD);
    }

    @Test
    void sameInodeOnAnotherDevice_isNotKnown() {
        assertThat(find(true, "1: POSIX  ADVISORY  WRITE 4711 00:2b:2155239 0 EOF"))
                .isEqualTo(JournalOwner.UNTOLD);
    }

    @Test
    void deviceNumbers_areUnpackedAsTheKernelWritesThem() {
        long device = 0x103L << 8 | 0x45 | 0x12L << 20;
        assertThat(LockTable.find(List.of("1: POSIX  ADVISORY  WRITE 4711 103:1245:7 0 EOF"), device, 7, true))
                .isEqualTo(ALIVE);
    }
}
