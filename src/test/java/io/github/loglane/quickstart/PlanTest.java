package io.github.loglane.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void whatIsNotGiven_hasItsDefault() {
        assertThat(Plan.parse(List.of("outage=20", "desks=2"))).isEqualTo(new Plan(10, 20, 8, 2, 100));
    }

    @Test
    void typosAndBadNumbers_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse(List.of("outtage=20")))
                .withMessageContaining("found: [outtage=20]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse(List.of("rate=0")))
                .withMessage("expecting: rate from 1 to 9999, found: 0");
    }
}
