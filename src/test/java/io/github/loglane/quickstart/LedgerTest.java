package io.github.loglane.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void ordersOfTwoDesks_areCountedEachByItself() {
        add(3, 1, "order 1 of desk 1: paid", "order 1 of desk 2: paid", "order 2 of desk 1: paid");
        add(1, 1, "order 1 of desk 1: paid");
        assertThat(ledger.compare(3, List.of(2, 1))).isEqualTo(new Ledger.Found(3, 0, 0, 0, 0, 0));
        assertThat(ledger.compare(3, List.of(2, 1)).isGood()).isTrue();
        assertThat(ledger.distinct()).isEqualTo(4);
        assertThat(ledger.workers()).isEqualTo(2);
    }

    @Test
    void missingOrders_areLost_alsoAtTheEndAndOfASilentDesk() {
        add(1, 1, "order 1 of desk 1: paid", "order 3 of desk 1: paid");
        assertThat(ledger.compare(1, List.of(4, 2))).isEqualTo(new Ledger.Found(2, 4, 0, 0, 0, 0));
        assertThat(ledger.compare(2, List.of(5)).lost()).isEqualTo(5);
    }

    @Test
    void secondOccurrence_isADuplicateWhereverItStands() {
        add(1, 1, "order 1 of desk 1: paid", "order 2 of desk 1: paid", "order 1 of desk 1: paid");
        assertThat(ledger.compare(1, List.of(2))).isEqualTo(new Ledger.Found(2, 0, 0, 0, 1, 0));
        assertThat(ledger.compare(1, List.of(2)).isGood()).isTrue();
    }

    @Test
    void firstOccurrenceBehindAHigherNumber_isReordered() {
        add(1, 1, "order 2 of desk 1: paid", "order 1 of desk 1: paid", "order 3 of desk 1: paid");
        assertThat(ledger.compare(1, List.of(3))).isEqualTo(new Ledger.Found(3, 0, 0, 1, 0, 0));
        assertThat(ledger.compare(1, List.of(3)).isGood()).isFalse();
    }

    @Test
    void wrongPartition_isNoticed() {
        add(2, 1, "order 1 of desk 1: paid");
        assertThat(ledger.compare(2, List.of(1)).isGood()).isFalse();
    }

    @Test
    void whatNobodyLogged_isNoticed() {
        add(2, 0, "order 1 of desk 1: paid", "order 2 of desk 1: paid", "order 1 of desk 7: paid");
        assertThat(ledger.compare(2, List.of(1)).unexpected()).isEqualTo(2);
    }

    @Test
    void otherMessages_doNotCount() {
        add(2, 0, "loglane begin", "order of desk: none", "card for order 1 at desk 1: refused", "");
        assertThat(ledger.distinct()).isZero();
        assertThat(ledger.workers()).isZero();
    }

    private void add(int worker, int partition, String... messages) {
        for (String message : messages) {
            ledger.add(worker, partition, message);
        }
    }
}
