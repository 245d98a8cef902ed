package io.github.loglane.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.front.NumberedEvents;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.versions.Row.Front;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The main job and one fault with the frameworks and Kafka's client in other versions: events of all kinds from several workers, a level
 * from the topic conf, a broker that is killed and comes back while they go on. All rows at the same time, with one broker.
 */
@Tag("jdk25")
class VersionsIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Pattern EVENT = Pattern.compile("worker \\d+ event \\d+");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Row, WorkerProcess> WORKERS =
            new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));

    private static Instant begun;

    static List<Row> rows() {
        return Stream.of(Front.values())
                .flatMap(front -> Row.of(front).stream())
                .toList();
    }

    @BeforeAll
    static void runAllRows() throws Exception {
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
        begun = Instant.now();
        for (Row row : rows()) {
            BROKER.topics().create(row.toString(), 2);
            BROKER.topics().create(template(row), 2);
            WORKERS.put(
                    row, row.worker(row.toString(), BROKER.bootstrapServers()).start());
        }
        each(worker -> worker.awaitLine("first"::equals, TIMEOUT));
        ConfPublisher.of("conf", Map.of("bootstrap.servers", BROKER.bootstrapServers()))
                .publish(
                        ConfMessage.level(RowWorker.LEVEL_LOGGER, ConfLevel.DEBUG)
                                .expiresIn(Duration.ofHours(1))
                                .build(),
                        TIMEOUT);
        each(worker -> worker.awaitLine("level"::equals, TIMEOUT));
        BROKER.kill();
        each(worker -> worker.send("go on"));
        each(worker -> worker.awaitLine("second"::equals, TIMEOUT));
        BROKER.start();
        each(worker -> worker.send("end"));
        each(worker -> assertThat(worker.awaitExit(TIMEOUT)).as(worker.errors()).isZero());
        System.out.printf(
                "versions: %s in %d ms%n",
                WORKERS.keySet(), Duration.between(begun, Instant.now()).toMillis());
    }

    private static void each(Consumer<WorkerProcess> action) {
        WORKERS.values().forEach(action);
    }

    @AfterAll
    static void close() {
        each(WorkerProcess::close);
    }

    private static String template(Row row) {
        return row + "-template";
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyEvent_isThereOnceInOrderAndAsWithTheLatest(Row row) {
        assertThat(WORKERS.get(row).errorsBeyondWarnings()).isEmpty();
        checkComplete(row.toString());
        assertThat(values(row.toString())).isEqualTo(values(row.front().latest().toString()));
        if (row.front() == Front.LOG4J2) {
            checkComplete(template(row));
            assertThat(values(template(row)))
                    .isEqualTo(values(template(row.front().latest())));
        }
    }

    private static void checkComplete(String topic) {
        assertThat(NumberedEvents.in(BROKER, topic)).isEqualTo(Map.of("0", RowWorker.EVENTS, "1", RowWorker.EVENTS));
        assertThat(NumberedEvents.audit(BROKER, topic).epochs()).hasSize(1);
    }

    private static Stream<Read> events(String topic) {
        return BROKER.topics().reader(topic).all().stream()
                .filter(read -> EVENT.matcher(read.text()).find());
    }

    /** By worker and number, without what differs from run to run. */
    private static Map<String, JsonNode> values(String topic) {
        return events(topic).collect(Collectors.toMap(VersionsIT::name, VersionsIT::value, (a, b) -> a, TreeMap::new));
    }

    private static String name(Read read) {
        Matcher event = EVENT.matcher(read.text());
        assertThat(event.find()).as("%s", read).isTrue();
        return event.group();
    }

    private static JsonNode value(Read read) {
        try {
            ObjectNode value = (ObjectNode) JSON.readTree(read.value());
            assertThat(read.key())
                    .isEqualTo(value.remove("epoch").textValue()
                            + '-'
                            + value.remove("seq").longValue());
            assertThat(Instant.parse(value.remove("@timestamp").textValue())).isBetween(begun, Instant.now());
            return value.put("partition", read.partition()).put("w", read.header("w"));
        } catch (IOException e) {
            throw new AssertionError(read.toString(), e);
        }
    }
}
