package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code topics} with a real broker. Each test has topics of its own. */
@Timeout(120)
class TopicsIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().secured().build();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String line, String topics) {
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        if (!line.contains("--command-config")) {
            words.addAll(List.of("--bootstrap-servers", BROKER.bootstrapServers()));
        }
        words.addAll(List.of("--logs-topic", topics + "-logs", "--conf-topic", topics + "-conf"));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return LoglaneTools.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(new String[0]));
    }

    @Test
    void create_makesBothAndFindsThemTheNextTime() {
        assertThat(execute("topics create", "new")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "new-logs: created, 2 partitions, replication factor 1, min.insync.replicas=1, cleanup.policy=delete",
                        "new-conf: created, 1 partition, replication factor 1, min.insync.replicas=1, cleanup.policy=compact");
        assertThat(execute("topics create", "new")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "new-logs: exists, 2 partitions, replication factor 1, min.insync.replicas=1, cleanup.policy=delete",
                        "new-conf: exists, 1 partition, replication factor 1, min.insync.replicas=1, cleanup.policy=compact");
    }

    @Test
    void create_takesTheNumberOfPartitions() {
        assertThat(execute("topics create --partitions 5 --replication-factor 1", "five"))
                .isZero();
        assertThat(execute("topics create", "five")).isZero();
        assertThat(execute("topics create --partitions 4", "five")).isEqualTo(1);
        assertThat(out.toString()).contains("five-logs: does not fit: expecting: 4 partitions, found: 5");
        assertThat(BROKER.topics().describe("five-logs").partitions()).hasSize(5);
    }

    @Test
    void create_saysWhatDoesNotFit() {
        BROKER.topics().create("bad-logs", 1, 1, Map.of("cleanup.policy", "compact"));
        BROKER.topics().create("bad-conf", 3, 1, Map.of("cleanup.policy", "compact,delete"));
        assertThat(execute("topics create", "bad")).isEqualTo(1);
        assertThat(out.toString())
                .contains("bad-logs: does not fit: expecting: cleanup.policy=delete, found: compact")
                .contains("bad-conf: does not fit: expecting: 1 partitions, found: 3")
                .contains("bad-conf: does not fit: expecting: cleanup.policy=compact, found: compact,delete");
    }

    @Test
    void create_saysWhyTheBrokerRefuses() {
        assertThat(execute("topics create --replication-factor 3", "three")).isEqualTo(4);
        assertThat(err.toString().lines()).singleElement().asString().contains("replication factor");
    }

    @Test
    void describe_showsBothOrThatTheyAreNotThere() throws IOException {
        assertThat(execute("topics describe", "shown")).isEqualTo(1);
        assertThat(out.toString()).contains("shown-logs: does not exist");
        execute("topics create", "shown");
        assertThat(execute("topics describe", "shown")).isZero();
        assertThat(out.toString())
                .contains("shown-logs: cleanup.policy=delete retention.ms=604800000")
                .contains("PARTITION  LEADER  REPLICAS  ISR  BEGINNING  END");
        assertThat(execute("topics describe --json", "shown")).isZero();
        JsonNode topics = new ObjectMapper().readTree(out.toString()).path("topics");
        assertThat(topics.get(0).path("partitions")).hasSize(2);
        assertThat(topics.get(1).path("config").path("cleanup.policy").asText()).isEqualTo("compact");
        assertThat(topics.get(1).path("partitions").get(0).path("end").asLong(-1))
                .isZero();
    }

    @Test
    void commandConfig_carriesTheCredentials(@TempDir Path dir) throws IOException {
        BROKER.access().putUser("ann", "right");
        BROKER.access().allow("ann", "guarded-logs", AclOperation.DESCRIBE);
        assertThat(execute("topics describe --command-config " + config(dir, "right"), "guarded"))
                .isEqualTo(4);
        assertThat(err.toString()).startsWith("expecting: permission");
        assertThat(execute("topics describe --command-config " + config(dir, "wrong"), "guarded"))
                .isEqualTo(4);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("expecting: credentials that " + BROKER.saslBootstrapServers() + " accepts, found: ");
    }

    private static Path config(Path dir, String password) throws IOException {
        String text = BROKER.access().clientConfig("ann", password).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
        return Files.writeString(dir.resolve(password + ".properties"), text);
    }
}
