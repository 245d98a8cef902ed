package io.github.loglane.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** Whose records are asked for, and where they can be. */
class WorkerChoiceTest {

    private static WorkerChoice of(String... workers) {
        return new WorkerChoice(List.of(workers));
    }

    @Test
    void noWorker_isAll() {
        assertThat(of().contains(null)).isTrue();
        assertThat(of().contains("x".getBytes(UTF_8))).isTrue();
        assertThat(of().partitions(3)).containsExactly(0, 1, 2);
    }

    @Test
    void workers_areThoseOfTheHeader() {
        WorkerChoice choice = of("007", "web", "-1");
        assertThat(choice.contains("7".getBytes(UTF_8))).isTrue();
        assertThat(choice.contains("web".getBytes(UTF_8))).isTrue();
        assertThat(choice.contains("-1".getBytes(UTF_8))).isTrue();
        assertThat(choice.contains("70".getBytes(UTF_8))).isFalse();
        assertThat(choice.contains(null)).isFalse();
    }

    @Test
    void partitions_areThoseOfAllCountsThatTheTopicMayHaveHad() {
        assertThat(of("3").partitions(12)).containsExactly(0, 1, 3);
        assertThat(of("3").partitions(3)).containsExactly(0, 1);
        assertThat(of("-1").partitions(4)).containsExactly(0, 1, 2, 3);
        assertThat(of("0", "1").partitions(100)).containsExactly(0, 1);
    }

    @Test
    void textWorker_isWhereItsHashIs() {
        int hash = Utils.toPositive(Utils.murmur2("web".getBytes(UTF_8)));
        Set<Integer> partitions = of("web").partitions(5);
        assertThat(partitions).contains(0, hash % 2, hash % 3, hash % 4, hash % 5);
    }

    @Test
    void blankWorker_isRefused() {
        assertThatThrownBy(() -> of(" "))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("expecting: --worker with a worker id, found: nothing");
    }
}
