package io.github.loglane.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    private final Sample sample = new Sample();

    @Test
    void workers_haveTheirTurnsEvenlyHoweverMuchOneWrites() {
        List<String> shown = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            add(1, "begin");
            add(1, "order " + i);
            add(1, "order " + i);
            add(3, "order " + i);
            add(2, "order " + i);
            shown.add(next());
        }
        assertThat(shown).containsExactly("1 order 1", "2 order 2", "3 order 3", "1 order 4", "2 order 5", "3 order 6");
    }

    @Test
    void workerThatWasSilent_hasTheNextTurnAndNotAllOfThem() {
        add(1, "a");
        next();
        add(1, "b");
        next();
        add(1, "c");
        add(2, "d");
        assertThat(next()).isEqualTo("2 d");
        add(2, "e");
        assertThat(next()).isEqualTo("1 c");
        assertThat(next()).isEqualTo("2 e");
    }

    @Test
    void workerThatWroteNothingSince_isPassedOver() {
        assertThat(sample.next()).isEmpty();
        add(1, "a");
        add(2, "b");
        next();
        next();
        add(2, "c");
        assertThat(next()).isEqualTo("2 c");
        assertThat(sample.next()).isEmpty();
    }

    private void add(int worker, String message) {
        sample.add(new Sample.Line(worker, worker % Plan.PARTITIONS, "web-1", "INFO", message));
    }

    private String next() {
        return sample.next().map(line -> line.worker() + " " + line.message()).orElseThrow();
    }
}
