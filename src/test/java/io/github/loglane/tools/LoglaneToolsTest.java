package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class LoglaneToolsTest {

    private static final String NO_BROKER = "127.0.0.1:1";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine tools =
            LoglaneTools.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path dir;

    @Test
    void help_namesTheCommandAndSucceeds() {
        assertThat(tools.execute("--help")).isZero();
        assertThat(out.toString()).contains("Usage: loglane-tools").contains("--version");
        assertThat(out.toString()).contains("Exit codes:").contains("Examples:").contains("topics create");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit",
                "tail",
                "topics",
                "topics create",
                "topics describe",
                "workers",
                "journal",
                "journal ls",
                "journal verify",
                "journal export"
            })
    void helpOfACommand_succeeds(String command) {
        assertThat(tools.execute((command + " --help").split(" ", -1))).isZero();
        assertThat(out.toString()).contains("Usage: loglane-tools " + command);
    }

    @Test
    void version_isOneLine() {
        assertThat(tools.execute("--version")).isZero();
        assertThat(out.toString().lines()).singleElement().asString().startsWith("loglane-tools ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "topics",
                "journal",
                "journal ls",
                "nonsense",
                "audit --nonsense",
                "audit --settle-seconds -1",
                "audit --timeout-seconds 0",
                "audit --settle-seconds soon",
                "audit --command-config /nonexistent",
                "tail --level LOUD",
                "tail --grep (",
                "tail --from soon",
                "tail --from 0s",
                "tail --worker=",
                "workers --since 0s",
                "workers --since beginning",
                "topics create --partitions 0",
                "topics create --replication-factor 0"
            })
    void wrongUsage_isTwo(String line) {
        assertThat(tools.execute(line.isEmpty() ? new String[0] : line.split(" ", -1)))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "tail", "tail --follow", "topics create", "topics describe", "workers"})
    void noBroker_isOneLineWithinTheDeadline(String command) {
        int exitCode =
                tools.execute((command + " --timeout-seconds 1 --bootstrap-servers " + NO_BROKER).split(" ", -1));
        assertThat(exitCode).isEqualTo(FailureReport.NOT_DONE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("expecting: an answer of 127.0.0.1:1 within 1 s, found: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serverThatNeverAnswers_isGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            String servers = "127.0.0.1:" + silent.getLocalPort();
            assertThat(tools.execute("audit", "--timeout-seconds", "1", "--bootstrap-servers", servers))
                    .isEqualTo(FailureReport.NOT_DONE);
            assertThat(err.toString()).startsWith("expecting: an answer of " + servers + " within 1 s");
        }
    }

    @Test
    void unresolvableName_isOneLine() {
        assertThat(tools.execute("audit", "--timeout-seconds", "1", "--bootstrap-servers", "no.such.invalid:9092"))
                .isEqualTo(FailureReport.NOT_DONE);
        assertThat(err.toString().lines()).singleElement().asString().contains("no.such.invalid:9092");
    }

    @Test
    void verbose_showsWhereItCameFrom() {
        tools.execute("audit", "--verbose", "--timeout-seconds", "1", "--bootstrap-servers", "no.such.invalid:9092");
        assertThat(err.toString()).contains("\tat ").contains("Caused by: ");
    }

    @Test
    void secretsOfTheCommandConfig_areNotPrinted() throws IOException {
        Path config = Files.writeString(dir.resolve("client.properties"), """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=hunter2 "no module" required password="hunter3"
                """);
        tools.execute("audit", "--verbose", "--command-config", config.toString(), "--bootstrap-servers", NO_BROKER);
        assertThat(err.toString()).startsWith("expecting: ").doesNotContain("hunter2", "hunter3");
    }

    @Test
    void secretsThatAConfigProviderFetches_areNotPrinted() throws IOException {
        Path secrets = Files.writeString(
                dir.resolve("secrets"), "jaas=hunter2 \"no module\" required password\\=\"hunter3\"\n");
        Path config = Files.writeString(dir.resolve("client.properties"), """
                config.providers=file
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=${file:%s:jaas}
                """.formatted(secrets));
        tools.execute("audit", "--verbose", "--command-config", config.toString(), "--bootstrap-servers", NO_BROKER);
        assertThat(err.toString()).startsWith("expecting: ").doesNotContain("hunter2", "hunter3");
    }

    @Test
    void valueThatNoConfigProviderHas_isAskedFor() throws IOException {
        Path config = Files.writeString(dir.resolve("client.properties"), """
                config.providers=env
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                ssl.truststore.location=${env:LOGLANE_NO_SUCH_VARIABLE}
                """);
        assertThat(tools.execute("audit", "--command-config", config.toString(), "--bootstrap-servers", NO_BROKER))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString().strip())
                .isEqualTo("expecting: a value for ${env:LOGLANE_NO_SUCH_VARIABLE} of ssl.truststore.location in"
                        + " --command-config, found: none");
    }

    @Test
    void commandConfig_isOverriddenByTheOption() throws IOException {
        Path config = Files.writeString(dir.resolve("client.properties"), "bootstrap.servers=127.0.0.1:2\n");
        tools.execute("audit", "--timeout-seconds", "1", "--command-config", config.toString());
        assertThat(err.toString()).contains("127.0.0.1:2");
        tools.execute(
                "audit",
                "--timeout-seconds",
                "1",
                "--command-config",
                config.toString(),
                "--bootstrap-servers",
                NO_BROKER);
        assertThat(err.toString()).contains("answer of " + NO_BROKER);
    }
}
