package io.github.loglane.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerSettingsTest {

    private static ProducerSettings of(String... pairs) {
        Map<String, String> user = new HashMap<>(Map.of("bootstrap.servers", "localhost:9092"));
        for (int i = 0; i < pairs.length; i += 2) {
            user.put(pairs[i], pairs[i + 1]);
        }
        return ProducerSettings.of("app", user, 256 << 10);
    }

    @Test
    void of_keepsWhatOrderAndCompletenessNeed() {
        assertThat(of().values())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("max.in.flight.requests.per.connection", "5")
                .containsEntry("delivery.timeout.ms", "2147483647")
                .containsEntry("client.id", "loglane-app");
    }

    /** Kafka is not asked where there is nothing but these: so it is here. */
    @Test
    void of_whatItChecksAloneIsWhatKafkaTakes() {
        ProducerSettings all = of(
                "acks",
                "-1",
                "enable.idempotence",
                "TRUE",
                "linger.ms",
                "0",
                "max.in.flight.requests.per.connection",
                "1");
        assertThat(ProducerConfig.configDef().parse(of().values())).containsEntry("linger.ms", 10L);
        assertThat(ProducerConfig.configDef().parse(all.values())).containsEntry("linger.ms", 0L);
    }

    @ParameterizedTest
    @CsvSource({
        "acks,1", "acks,0", "enable.idempotence,false", "max.in.flight.requests.per.connection,6",
        "transactional.id,t", "key.serializer,org.example.S", "max.request.size,1000", "buffer.memory,1000",
        "bootstrap.servers,nowhere", "bootstrap.servers,'a:1,b'", "bootstrap.servers,' '"
    })
    void of_refusesWhatBreaksThePromises(String key, String value) {
        assertThatThrownBy(() -> of(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + key + "'")
                .hasMessageContaining("expecting: ")
                .hasMessageContaining("found: ");
    }

    @ParameterizedTest
    @CsvSource({"linger.msec,linger.ms", "bootstrap_servers,bootstrap.servers", "compresion.type,compression.type"})
    void of_refusesTypos(String typo, String meant) {
        assertThatThrownBy(() -> of(typo, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expecting: '" + meant + "', found: '" + typo + "'");
    }

    @Test
    void of_letsThrough() {
        assertThat(of("acks", "-1", "linger.ms", "50", "my.plugin.setting", "x", "bootstrap.servers", "[::1]:9092, b:1")
                        .values())
                .containsEntry("linger.ms", "50")
                .containsEntry("my.plugin.setting", "x");
    }

    @ParameterizedTest
    @CsvSource({"linger.ms,soon", "compression.type,zip", "batch.size,many"})
    void of_refusesValuesThatKafkaDoesNotTake(String key, String value) {
        assertThatThrownBy(() -> of(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("expecting: ")
                .hasMessageContaining("found: ");
    }

    @Test
    void of_takesWordsInAnyCase() {
        assertThat(of("acks", "ALL", "enable.idempotence", "True").values())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true");
    }

    @Test
    void of_warnsOfWhatItDecidesItself() {
        ProducerSettings settings = of("max.block.ms", "60000", "retries", "3");
        assertThat(settings.warnings()).hasSize(2).anyMatch(w -> w.contains("max.block.ms"));
        assertThat(settings.values()).containsEntry("max.block.ms", "100");
    }

    @Test
    void describeAndToString_showNoSecret() {
        ProducerSettings settings = of(
                "sasl.jaas.config",
                "org.example.Login required username=\"joe\" password=\"s3cr3t\";",
                "ssl.keystore.password",
                "hunter2");
        String described = settings.describe(
                new KafkaException("bad s3cr3t or hunter2", new IllegalStateException("in password=\"s3cr3t\"")));
        assertThat(described + settings).doesNotContain("s3cr3t", "hunter2");
        assertThat(described).startsWith("KafkaException: bad *** or ***, caused by IllegalStateException");
    }
}
