package io.github.loglane.ship;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.status.StatusReporter;
import io.github.loglane.status.StatusSink.Grade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientVersionTest {

    private static final ProducerSettings SETTINGS =
            ProducerSettings.of("Kafka", Map.of("bootstrap.servers", "127.0.0.1:1"), 256 << 10);

    private final List<String> told = new ArrayList<>();
    private final StatusReporter status = new StatusReporter("Kafka", (grade, line) -> told.add(grade + " " + line));

    @ParameterizedTest
    @ValueSource(strings = {"2.8.0", "3.0.2", "3.8.1", "3.9.0", "3.9.1", "4.0.0", "4.0.1", "4.1.1", "4.1.1-SNAPSHOT"})
    void versionThatMisroutes_isToldOfOnce(String version) {
        Producers producers = new Producers("Kafka", status, values -> ofVersion(version));
        for (int i = 0; i < 2; i++) {
            assertThat(producers.open(SETTINGS)).isNotNull();
        }
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).startsWith(Grade.WARN + " ").contains("found: " + version + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2.7.2", "3.9.2", "4.0.2", "4.1.2", "4.2.0", "4.4.0", "4.10.0", "5.0.0", "7.9.1-ccs", "unknown"})
    void allOthers_areNot(String version) {
        assertThat(new Producers("Kafka", status, values -> ofVersion(version)).open(SETTINGS))
                .isNotNull();
        assertThat(told).isEmpty();
    }

    @Test
    void clientInUse_saysWhatItIsAndIsSound() {
        try (Producer<byte[], byte[]> producer = new Producers("Kafka", status).open(SETTINGS)) {
            assertThat(producer.metrics().values())
                    .filteredOn(metric -> metric.metricName().group().equals("app-info")
                            && metric.metricName().name().equals("version"))
                    .singleElement()
                    .extracting(Metric::metricValue)
                    .asString()
                    .matches(Pattern.compile("\\d+\\.\\d+\\.\\d+"));
            producer.close(Duration.ZERO);
        }
        assertThat(told).isEmpty();
    }

    private static Producer<byte[], byte[]> ofVersion(String version) {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        MetricName name = new MetricName("version", "app-info", "", Map.of());
        producer.setMockMetrics(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return version;
            }
        });
        return producer;
    }
}
