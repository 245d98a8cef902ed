package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf} with a real broker and three applications; a test that looks at all of a topic has one of its own. */
@Timeout(300)
class ConfCommandIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<WorkerProcess> INSTANCES = new ArrayList<>();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path dir;

    private String own;

    @BeforeAll
    static void start() {
        BROKER.topics().create("logs", 3);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
        INSTANCES.add(ConfInstance.start(BROKER, "web-1", "3", "shop"));
        INSTANCES.add(ConfInstance.start(BROKER, "web-1", "4", "shop"));
        INSTANCES.add(ConfInstance.start(BROKER, "web-2", "3", "search"));
        for (WorkerProcess instance : INSTANCES) {
            instance.awaitLine(line -> line.startsWith("up"), TIMEOUT);
        }
        // three begin records and the first event of each
        BROKER.topics().reader("logs").awaitDistinctKeys(6, TIMEOUT);
    }

    @AfterAll
    static void stop() {
        INSTANCES.forEach(WorkerProcess::close);
    }

    @BeforeEach
    void topic(TestInfo test) {
        own = test.getTestMethod().orElseThrow().getName();
    }

    private int execute(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of("conf"));
        line.addAll(List.of(words));
        line.addAll(List.of("--bootstrap-servers", BROKER.bootstrapServers()));
        return LoglaneTools.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(new String[0]));
    }

    private void createOwn() {
        BROKER.topics().create(own, 1, 1, Map.of("cleanup.policy", "compact"));
    }

    private JsonNode json() throws IOException {
        return JSON.readTree(out.toString());
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void set_listsTheAnswersOfAll() {
        int exitCode =
                execute("set", "--level", "com.acme=DEBUG", "--level", "com.db=WARN", "--for", "15m", "--wait", "2m");
        assertThat(exitCode).as("%s%s", out, err).isZero();
        assertThat(lines().get(0)).matches("published: \\*#level/com\\.acme, offset \\d+ of conf");
        assertThat(lines().get(1)).matches("published: \\*#level/com\\.db, offset \\d+ of conf");
        assertThat(lines()).contains("web-1 3: applied", "web-1 4: applied", "web-2 3: applied");
        assertThat(lines().get(lines().size() - 1))
                .isEqualTo("answered: 3 of 3 instances seen in logs in the last 2m; 3 applied");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void set_expectsThoseOfItsScope() throws IOException {
        assertThat(execute("set", "--level", "a=INFO", "--host", "web-1", "--worker", "3", "--wait", "2m"))
                .isZero();
        assertThat(lines()).contains("web-1 3: applied").noneMatch(line -> line.startsWith("web-2"));
        assertThat(execute("set", "--level", "a=WARN", "--worker", "3", "--wait", "2m", "--json"))
                .isZero();
        assertThat(json().path("answers").path("expected").asInt()).isEqualTo(2);
        assertThat(json().path("answers").path("instances").findValuesAsText("reason"))
                .containsExactly("masked by host/web-1/worker/3");
        assertThat(execute("set", "--level", "a=WARN", "--service", "search", "--wait", "2m", "--json"))
                .isZero();
        assertThat(json().path("answers").path("instances").findValuesAsText("hostname"))
                .containsExactly("web-2");
        assertThat(json().path("records").get(0).path("value").path("value").asText())
                .isEqualTo("WARN");
    }

    @Test
    void silentInstance_isOne() throws IOException {
        INSTANCES.get(2).pause();
        try {
            assertThat(execute("set", "--level", "silent=INFO", "--wait", "20s", "--json"))
                    .isEqualTo(1);
            assertThat(json().path("answers").path("applied").asInt()).isEqualTo(2);
            assertThat(json().path("answers").path("silent").asInt()).isEqualTo(1);
            assertThat(execute("set", "--level", "silent=WARN", "--host", "web-2", "--wait", "1s"))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("web-2 3: no answer, last record ");
            assertThat(lines().get(lines().size() - 1))
                    .isEqualTo("answered: 0 of 1 instances seen in logs in the last 2m; 1 without an answer");
        } finally {
            INSTANCES.get(2).resume();
        }
        assertThat(execute("set", "--level", "silent=ERROR", "--host", "web-2", "--wait", "2m"))
                .isZero();
    }

    @Test
    void rejectedConfig_isOneAndTellsWhy() throws IOException {
        Path good = Files.writeString(dir.resolve("good.json"), " {\"newCheckout\": true}\n");
        Path bad = Files.writeString(dir.resolve("bad.json"), "\"boom\"");
        assertThat(execute("put", "--config", "flags=" + good, "--wait", "2m"))
                .as("%s%s", out, err)
                .isZero();
        assertThat(execute("put", "--config", "flags=" + bad, "--service", "shop", "--wait", "2m"))
                .isEqualTo(1);
        assertThat(lines())
                .contains("web-1 4: rejected (failed: the listener threw java.lang.IllegalStateException: cannot use"
                        + " \"boom\")")
                .contains("answered: 2 of 2 instances seen in logs in the last 2m; 2 rejected");
        assertThat(execute("put", "--config", "unheard=" + good, "--host", "web-2", "--wait", "2m"))
                .isZero();
        assertThat(lines()).contains("web-2 3: applied (no listener)");
        assertThat(execute("reset", "--config", "flags", "--service", "shop", "--wait", "2m"))
                .isZero();
    }

    @Test
    void reset_isAnsweredAndNotesWhatIsSetElsewhere() {
        assertThat(execute("set", "--level", "back=INFO", "--host", "web-1")).isZero();
        assertThat(execute("reset", "--level", "back")).isZero();
        assertThat(err.toString().strip()).isEqualTo("note: *#level/back is not set; set are: host/web-1#level/back");
        assertThat(execute("reset", "--level", "back", "--host", "web-1", "--wait", "2m"))
                .isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(lines().get(0)).startsWith("published: host/web-1#level/back reset, offset ");
        assertThat(lines()).contains("web-1 3: applied (reset)", "web-1 4: applied (reset)");
    }

    @Test
    void resetAll_takesBackWhatTheScopeHas() throws IOException {
        createOwn();
        String[] topic = {"--conf-topic", own};
        execute("set", "--level", "a=INFO", "--level", "b=INFO", topic[0], topic[1]);
        execute("set", "--level", "a=INFO", "--host", "web-1", topic[0], topic[1]);
        assertThat(execute("reset", "--all", "--dry-run", topic[0], topic[1])).isZero();
        assertThat(lines()).containsExactly("would publish: *#level/a = reset", "would publish: *#level/b = reset");
        assertThat(execute("reset", "--all", topic[0], topic[1])).isZero();
        assertThat(execute("get", "--json", topic[0], topic[1])).isZero();
        assertThat(json().path("settings").findValuesAsText("key")).containsExactly("host/web-1#level/a");
        assertThat(execute("reset", "--all", topic[0], topic[1])).isZero();
        assertThat(lines()).containsExactly("nothing is set for *");
    }

    @Test
    void get_showsWhatCountsAndWhatDoesNot() throws Exception {
        createOwn();
        execute("set", "--level", "com.acme=INFO", "--by", "ann", "--why", "INC-42", "--conf-topic", own);
        execute("set", "--level", "com.acme=DEBUG", "--host", "web-1", "--for", "2h", "--conf-topic", own);
        execute("set", "--level", "over=DEBUG", "--for", "1s", "--conf-topic", own);
        publishByHand("*#level/bad", "\"LOUD\"");
        publishByHand("nonsense", "1");
        await().atMost(TIMEOUT)
                .until(() -> execute("get", "--conf-topic", own) == 0
                        && out.toString().contains("expired: 1, shown with --all"));
        assertThat(lines().get(0)).matches("SETTING +SCOPE +VALUE +BY +WHY +SINCE +EXPIRES IN +OFFSET");
        assertThat(lines().get(1)).matches("level com.acme +\\* +INFO +ann +INC-42 +20\\S+Z +never +0");
        assertThat(lines().get(2)).matches("level com.acme +host/web-1 +DEBUG +\\S+@\\S+ +- +20\\S+Z +1h59m +1");
        assertThat(lines())
                .contains("rejected: offset 3, *#level/bad: expecting: a JSON object as the value")
                .anyMatch(line -> line.startsWith("rejected: offset 4, nonsense: expecting: a key <scope>#level/"));
        assertThat(execute("get", "--all", "--conf-topic", own)).isZero();
        assertThat(out.toString()).containsPattern("level over .* expired +2");
        assertThat(execute("get", "--all", "--json", "--conf-topic", own)).isZero();
        assertThat(json().path("settings").findValuesAsText("state"))
                .containsExactlyInAnyOrder("set", "set", "expired", "rejected", "rejected");
    }

    private void publishByHand(String key, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.bootstrapServers(), "enable.metrics.push", false),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(own, 0, key, value)).get();
        }
    }

    @Test
    void watch_showsChangesAndAnswersUntilItIsStopped() throws IOException {
        try (WorkerProcess text = watch("--from", "beginning");
                WorkerProcess json = watch("--json")) {
            await().atMost(TIMEOUT)
                    .until(() -> json.errors().contains("\n") && text.errors().contains("\n"));
            assertThat(execute("set", "--level", "watched=INFO", "--why", "INC-43", "--by", "bob"))
                    .isZero();
            text.awaitLine(line -> line.endsWith("*#level/watched = INFO  by bob  why INC-43"), TIMEOUT);
            String change = json.awaitLine(line -> line.contains("*#level/watched"), TIMEOUT);
            String offset = JSON.readTree(change).path("change").path("offset").asText();
            for (String instance : List.of("web-1 3", "web-1 4", "web-2 3")) {
                text.awaitLine(line -> line.endsWith("offset " + offset + ": " + instance + " applied"), TIMEOUT);
            }
            await().atMost(TIMEOUT)
                    .until(() -> json.lines().stream()
                                    .filter(line -> line.contains("\"answer\":") && line.contains(":" + offset + ","))
                                    .count()
                            == 3);
            for (String line : json.lines()) {
                assertThat(JSON.readTree(line).has("time")).isTrue();
            }
            for (WorkerProcess watch : List.of(text, json)) {
                watch.terminate();
                assertThat(watch.awaitExit(TIMEOUT)).isEqualTo(143);
                assertThat(watch.errors().strip()).isEqualTo("watching conf and logs, Ctrl-C ends it");
            }
        }
    }

    private static WorkerProcess watch(String... more) {
        List<String> line = new ArrayList<>(List.of("conf", "watch", "--bootstrap-servers", BROKER.bootstrapServers()));
        line.addAll(List.of(more));
        return WorkerProcess.of(LoglaneTools.class, line.toArray(new String[0]))
                .property("log4j2.configurationFile", "classpath:io/github/loglane/tools/silent.xml")
                .start();
    }

    @Test
    void nobodyThere_isThree() {
        BROKER.topics().create("logs-" + own, 1);
        createOwn();
        assertThat(execute(
                        "set", "--level", "a=INFO", "--conf-topic", own, "--logs-topic", "logs-" + own, "--wait", "1s"))
                .isEqualTo(3);
        assertThat(lines().get(lines().size() - 1)).startsWith("answered: 0 of 0 instances seen in logs");
    }

    @Test
    void noSuchTopic_isFourAndIsNotCreated() throws Exception {
        for (String command : List.of("set --level a=INFO", "get", "watch", "reset --level a", "reset --all")) {
            assertThat(execute((command + " --conf-topic absent").split(" ", -1)))
                    .isEqualTo(4);
            assertThat(err.toString())
                    .contains("expecting: an existing topic, found: no topic absent (topics create makes the topics)");
        }
        createOwn();
        assertThat(execute("set", "--level", "a=INFO", "--conf-topic", own, "--logs-topic", "absent", "--wait", "1s"))
                .isEqualTo(4);
        assertThat(BROKER.topics().reader(own).all()).isEmpty();
        try (Admin admin = BROKER.admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain("absent");
        }
    }
}
