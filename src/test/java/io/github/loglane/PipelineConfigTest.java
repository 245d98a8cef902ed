package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.encode.Redactor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineConfigTest {

    private static PipelineConfig.Builder sound() {
        return PipelineConfig.builder().bootstrapServers("localhost:9092");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("topic", c -> c.topic("")),
                refused("topic", c -> c.topic("a topic")),
                refused("topic", c -> c.topic("..")),
                refused("topic", c -> c.topic("x".repeat(250))),
                refused("name", c -> c.name(" ")),
                refused("journalBytes", c -> c.journalBytes(-1)),
                refused("journalBytes", c -> c.journalBytes((64L << 30) + 1)),
                refused("maxRecordBytes", c -> c.maxRecordBytes(100)),
                refused("maxRecordBytes", c -> c.journalBytes(1 << 20)),
                refused("maxWaitMs", c -> c.maxWaitMs(-1)),
                refused("stopTimeoutMs", c -> c.stopTimeoutMs(-1)),
                refused("secretNames", c -> c.secretNames("-")),
                refused("secretNames", c -> c.secretNames(",")),
                refused("workerId", c -> c.workerId("%d{HH}")),
                refused("workerId", c -> c.workerId("${env:NOPE}")),
                refused("bootstrap.servers", c -> c.bootstrapServers("localhost")),
                refused("acks", c -> c.producerProperty("acks", "0")),
                refused("linger.ms", c -> c.producerProperty("linger.msec", "5")));
    }

    private static Arguments refused(String option, UnaryOperator<PipelineConfig.Builder> change) {
        return Arguments.of(option, change);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void build_saysWhatWasExpectedAndFound(String option, UnaryOperator<PipelineConfig.Builder> change) {
        PipelineConfig.Builder builder = change.apply(sound());
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + option + "'")
                .hasMessageContaining("expecting: ")
                .hasMessageContaining("found: ");
    }

    @Test
    void build_needsOnlyBootstrapServers() {
        PipelineConfig config = sound().build();
        assertThat(config.topic()).isEqualTo("logs");
        assertThat(config.journalBytes()).isEqualTo(32 << 20);
        assertThat(config.stopTimeoutMs()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void secretNames_areTheListWhereThereAreNone(String blank) {
        assertThat(sound().secretNames(blank).build().secretNames()).isEqualTo(Redactor.DEFAULT_NAMES);
    }
}
