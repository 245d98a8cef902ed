package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.loglane.Conf;
import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class CheckoutTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void checkout_worksWithTheDefaultsWhereNothingIsSet() {
        try (Checkout checkout = new Checkout()) {
            assertEquals(1000, checkout.pay(1, 1000));
        }
    }

    /** Needs a Kafka with the topics logs and conf. */
    @Test
    @EnabledIfEnvironmentVariable(named = "KAFKA_BOOTSTRAP_SERVERS", matches = ".+")
    void flagsAndLevels_changeLive() throws Exception {
        Logger logger = LogManager.getLogger(Checkout.class);
        try (Checkout checkout = new Checkout()) {
            publish(ConfMessage.config("flags", "{\"newCheckout\":true,\"discountPercent\":10}")
                    .by("test")
                    .build());
            await("new flags", () -> checkout.flags().newCheckout());
            assertEquals(900, checkout.pay(2, 1000));

            long refused = publish(ConfMessage.config("flags", "{\"discountPercent\":200}")
                    .by("test")
                    .build());
            String answer = awaitAnswer(refused);
            System.out.println(answer);
            assertTrue(answer.contains("\"status\":\"rejected\""), answer);
            assertTrue(answer.contains("expecting: discountPercent from 0 to 90, found: 200"), answer);
            assertEquals(new Flags(true, 10), checkout.flags());

            publish(ConfMessage.reset(ConfKey.parse("*#config/flags")));
            await("no flags", () -> checkout.flags().equals(Flags.DEFAULT));

            assertFalse(logger.isDebugEnabled());
            publish(ConfMessage.level("com.example.shop", ConfLevel.DEBUG)
                    .by("test")
                    .expiresIn(Duration.ofMinutes(5))
                    .build());
            await("DEBUG", logger::isDebugEnabled);
            publish(ConfMessage.reset(ConfKey.parse("*#level/com.example.shop")));
            await("INFO again", () -> !logger.isDebugEnabled());
        }
    }

    private static long publish(ConfMessage message) throws Exception {
        return Conf.publish(message, TIMEOUT);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(TIMEOUT);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "not in time: " + what);
            Thread.sleep(20);
        }
    }

    /** The record in logs that says what became of the record at {@code offset} of conf. */
    private static String awaitAnswer(long offset) {
        Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        Instant deadline = Instant.now().plus(TIMEOUT);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            var partitions = consumer.partitionsFor("logs").stream()
                    .map(info -> new TopicPartition("logs", info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    boolean isAnswer = record.value().contains("\"conf\":{")
                            && record.value().contains("\"offset\":" + offset + ",");
                    if (isAnswer) {
                        return record.value();
                    }
                }
            }
        }
        throw new AssertionError("not in logs: an answer to offset " + offset);
    }
}
