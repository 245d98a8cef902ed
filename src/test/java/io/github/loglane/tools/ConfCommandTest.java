package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.Hostname;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code conf} makes of its options; nobody listens where it would publish. */
@Timeout(60)
class ConfCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path dir;

    private int execute(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return LoglaneTools.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    private int execute(String line) {
        return execute(line.split(" ", -1));
    }

    private JsonNode record() throws IOException {
        return new ObjectMapper().readTree(out.toString()).path("records").get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "'', *",
        "--service shop, service/shop",
        "--host web-1, host/web-1",
        "--worker 3, worker/3",
        "--worker 3 --host web-1, host/web-1/worker/3",
        "--host a/b#c, host/a%2Fb%23c"
    })
    void scope_isThatOfTheOptions(String options, String scope) {
        assertThat(execute(("conf set --dry-run --level com.acme=WARN " + options).strip()))
                .isZero();
        assertThat(out.toString()).startsWith("would publish: " + scope + "#level/com.acme = {\"id\":\"");
        assertThat(execute(("conf reset --dry-run --config flags " + options).strip()))
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("would publish: " + scope + "#config/flags = reset");
    }

    @Test
    void set_saysWhoWhyAndForHowLong() throws IOException {
        Instant before = Instant.now();
        assertThat(execute(
                        "conf",
                        "set",
                        "--level",
                        "com.acme=debug",
                        "--for",
                        "15m",
                        "--why",
                        "INC 42",
                        "--dry-run",
                        "--json"))
                .isZero();
        JsonNode value = record().path("value");
        assertThat(record().path("key").asText()).isEqualTo("*#level/com.acme");
        assertThat(record().has("offset")).isFalse();
        assertThat(value.path("value").asText()).isEqualTo("DEBUG");
        assertThat(value.path("why").asText()).isEqualTo("INC 42");
        assertThat(value.path("by").asText()).isEqualTo(System.getProperty("user.name") + '@' + Hostname.find());
        Instant at = Instant.parse(value.path("at").asText());
        assertThat(at).isBetween(before, Instant.now());
        assertThat(Instant.parse(value.path("expiresAt").asText())).isEqualTo(at.plus(Duration.ofMinutes(15)));
        assertThat(value.has("force")).isFalse();
    }

    @Test
    void force_isSent() throws IOException {
        assertThat(execute("conf set --level ROOT=TRACE --for 1m --force --by ann --dry-run --json"))
                .isZero();
        assertThat(record().path("value").path("force").asBoolean()).isTrue();
        assertThat(record().path("value").path("by").asText()).isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            conf set --level a=DEBUG | --level a=DEBUG: expecting: --for, such as --for 15m, since level DEBUG must end by itself, found: none
            conf set --level a=OFF | --level a=OFF: expecting: --force for level OFF, found: none
            conf set --level ROOT=ALL --for 1s | --level ROOT=ALL: expecting: --force for level ALL of the root logger, found: none
            conf set --level root=INFO | --level root=INFO: expecting: the root logger to be called ROOT, found: root
            conf set --level a=LOUD | expecting: a level of OFF FATAL ERROR WARN INFO DEBUG TRACE ALL, found: LOUD
            conf set --level INFO | expecting: --level LOGGER=LEVEL, such as com.acme=DEBUG, found: INFO
            conf set --level a=INFO --level a=WARN | expecting: one --level for each logger, found: two for a
            conf set --level a=INFO --worker 03 | expecting: the worker 3, found: 03
            conf set --level a=INFO --service s --host h | expecting: --service alone, or --host and --worker, found: --service with --host
            conf put --config flags | expecting: --config NAME=FILE, found: flags
            conf put --config flags= | expecting: --config NAME=FILE, found: flags=
            conf put --config flags=/nonexistent | expecting: a readable file, found: java.nio.file.NoSuchFileException: /nonexistent
            conf reset | expecting: --level or --config, or else --all, found: none
            conf reset --all --level a | expecting: --level or --config, or else --all, found: both
            """)
    void wrongUse_isTwoAndNamesTheOption(String line, String message) {
        assertThat(execute(line)).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo(message);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf",
                "conf set",
                "conf put",
                "conf set --level a=DEBUG --for soon",
                "conf set --level a=INFO --wait 0s",
                "conf watch --from yesterday",
                "conf get --level a"
            })
    void wrongOptions_areTwo(String line) {
        assertThat(execute(line)).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf", "conf set", "conf put", "conf get", "conf reset", "conf watch"})
    void help_hasExamplesAndExitCodes(String command) {
        assertThat(execute(command + " --help")).isZero();
        assertThat(out.toString()).contains("Usage: loglane-tools " + command);
        if (!command.equals("conf")) {
            assertThat(out.toString())
                    .contains("Exit codes:")
                    .containsPattern("Examples?:")
                    .contains("loglane-tools conf");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf set --level a=INFO",
                "conf set --level a=INFO --wait",
                "conf reset --level a",
                "conf reset --all --dry-run",
                "conf get",
                "conf watch"
            })
    void noBroker_isFourAndOneLine(String line) {
        assertThat(execute(line + " --timeout-seconds 1 --bootstrap-servers 127.0.0.1:1"))
                .isEqualTo(FailureReport.NOT_DONE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("expecting: an answer of 127.0.0.1:1 within 1 s, found: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void put_takesAFileOrStandardInput() throws IOException {
        Path file = Files.writeString(dir.resolve("flags.json"), "\n {\"a\": [1, 2.50]}\n");
        assertThat(execute("conf", "put", "--config", "flags=" + file, "--dry-run"))
                .isZero();
        assertThat(out.toString())
                .contains("would publish: *#config/flags = ")
                .contains("\"value\":{\"a\": [1, 2.50]}}");
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("\"grüße\"".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(execute("conf put --config flags=- --config other=" + file + " --for 1h --dry-run --json"))
                    .isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(record().path("value").path("value").asText()).isEqualTo("grüße");
        assertThat(new ObjectMapper().readTree(out.toString()).path("records")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\":", "{\"a\":1,\"a\":2}", "1,\"force\":true", "1 2", "nonsense"})
    void put_refusesWhatIsNoJson(String json) throws IOException {
        Path file = Files.writeString(dir.resolve("flags.json"), json);
        assertThat(execute("conf", "put", "--config", "flags=" + file, "--dry-run"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("--config flags=" + file + ": expecting: ")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void put_refusesWhatIsTooLargeOrNotUtf8() throws IOException {
        Path file = dir.resolve("flags.json");
        Files.writeString(file, '"' + "x".repeat(1 << 20) + '"');
        assertThat(execute("conf", "put", "--config", "flags=" + file)).isEqualTo(2);
        assertThat(err.toString()).endsWith("expecting: at most 1048576 bytes, found: more" + System.lineSeparator());
        Files.writeString(file, '"' + "x".repeat((1 << 20) - 10) + '"');
        assertThat(execute("conf", "put", "--config", "flags=" + file)).isEqualTo(2);
        assertThat(err.toString()).contains("expecting: a value of at most 1048576 bytes, found: 10");
        Files.write(file, new byte[] {'"', (byte) 0xff, '"'});
        assertThat(execute("conf", "put", "--config", "flags=" + file)).isEqualTo(2);
        assertThat(err.toString()).contains("expecting: UTF-8, found: other bytes");
    }

    @Test
    void secretsOfTheCommandConfig_areNotPrinted() throws IOException {
        Path config = Files.writeString(dir.resolve("client.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=hunter2 "no module" required password="hunter3"
                """);
        for (String command : new String[] {"set --level a=INFO", "get", "watch"}) {
            execute("conf " + command
                    + " --verbose --timeout-seconds 1 --bootstrap-servers 127.0.0.1:1 --command-config " + config);
            assertThat(err.toString()).startsWith("expecting: ").doesNotContain("hunter2", "hunter3");
        }
    }

    @Test
    void shownRecords_doNotSteerTheTerminal() {
        assertThat(execute("conf", "set", "--level", "a=INFO", "--why", "\033[2J", "--dry-run"))
                .isZero();
        assertThat(out.toString()).doesNotContain("\033");
    }
}
