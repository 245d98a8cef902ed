package io.github.loglane.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.loglane.testkit.BrokerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long {@code tail} takes for a topic, against a consumer that reads it and does nothing; in turns, each in a JVM of its own
 * whose start counts, output to nowhere. Figures of two runs cannot be compared, ratios within one can.
 */
@Command(name = "tail-speed", mixinStandardHelpOptions = true, showDefaultValues = true)
final class TailSpeed implements Callable<Integer> {

    private static final String TOPIC = "tail";
    private static final int PARTITIONS = 4;
    private static final int WORKERS = 16;

    @Option(names = "--rounds", description = "how often each has its turn", defaultValue = "3")
    private int rounds;

    @Option(names = "--records", description = "records of some 480 bytes in the topic", defaultValue = "2000000")
    private int records;

    private TailSpeed() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new TailSpeed()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (BrokerProcess broker = BrokerProcess.config()
                .heap("512m")
                .jvmArg("-XX:TieredStopAtLevel=4")
                .start()) {
            String servers = broker.bootstrapServers();
            broker.topics().create(TOPIC, PARTITIONS);
            fill(servers);
            String[] tail = {LoglaneTools.class.getName(), "tail", "--bootstrap-servers", servers, "--topic", TOPIC};
            for (int round = 1; round <= rounds; round++) {
                turn(round, "consumer", List.of(BareConsumer.class.getName(), servers));
                turn(round, "tail --json", words(tail, "--from", "beginning", "--json"));
                turn(round, "tail", words(tail, "--from", "beginning"));
                turn(round, "tail --level WARN", words(tail, "--from", "beginning", "--level", "WARN"));
                turn(round, "tail --worker 3", words(tail, "--from", "beginning", "--worker", "3"));
            }
        }
        return 0;
    }

    private static List<String> words(String[] start, String... more) {
        List<String> words = new ArrayList<>(List.of(start));
        words.addAll(List.of(more));
        return words;
    }

    private void turn(int round, String what, List<String> mainAndArgs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-Dlog4j2.configurationFile=classpath:io/github/loglane/tools/silent.xml",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(mainAndArgs);
        long before = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int exitCode = process.waitFor();
        double seconds = (System.nanoTime() - before) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "round %d: %s: %,d records, %.1f s, %,.0f records/s, exit code %d%n",
                round,
                what,
                records,
                seconds,
                records / seconds,
                exitCode);
    }

    /** As workers of one process write: each in its partition, some microseconds apart, one in a hundred a warning. */
    private void fill(String servers) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                servers,
                "batch.size",
                256 << 10,
                "linger.ms",
                20,
                "compression.type",
                "lz4",
                "enable.metrics.push",
                false);
        Instant start = Instant.now().minusSeconds(3_600);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                int worker = i * 31 % WORKERS;
                Instant time = start.plusNanos(i * 10_000L);
                var made = new ProducerRecord<>(
                        TOPIC,
                        worker % PARTITIONS,
                        time.toEpochMilli(),
                        ("3w5e11264sgsf-" + (i + 1)).getBytes(UTF_8),
                        value(i, worker, time).getBytes(UTF_8));
                made.headers().add("w", String.valueOf(worker).getBytes(UTF_8));
                var ignored = producer.send(made);
            }
        }
    }

    private static String value(int i, int worker, Instant time) {
        return "{\"@timestamp\":\"" + time + "\",\"message\":\"order " + i + " of customer " + i * 7919L
                + " was shown in " + i % 97 + " ms; the stock has " + i % 1_013
                + " of it left, none is reserved\",\"level\":\""
                + (i % 100 == 0 ? "WARN" : "INFO") + "\",\"workerId\":" + worker
                + ",\"hostname\":\"web-1\",\"service\":\"orders\",\"request\":{\"id\":\"0b7e1c1e\",\"method\":\"GET\","
                + "\"url\":\"/orders/17?token=***&page=2\"},\"logger\":\"com.example.orders.OrderService\","
                + "\"thread\":\"http-nio-8080-exec-1\",\"mdc\":{\"tenant\":\"acme\",\"region\":\"eu-central\"},"
                + "\"epoch\":\"3w5e11264sgsf\",\"seq\":" + (i + 1) + '}';
    }

    /** Reads the topic to its end and does nothing with it. */
    static final class BareConsumer {

        private BareConsumer() {}

        public static void main(String[] args) {
            Map<String, Object> config = Map.of(
                    "bootstrap.servers",
                    args[0],
                    "max.poll.records",
                    2_000,
                    "isolation.level",
                    "read_committed",
                    "enable.metrics.push",
                    false);
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                        .map(info -> new TopicPartition(TOPIC, info.partition()))
                        .toList();
                consumer.assign(all);
                consumer.seekToBeginning(all);
                long left = consumer.endOffsets(all).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                while (left > 0) {
                    ConsumerRecords<byte[], byte[]> read = consumer.poll(Duration.ofMillis(200));
                    left -= read.count();
                }
            }
        }
    }
}
