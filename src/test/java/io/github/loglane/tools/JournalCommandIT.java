package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The journal commands beside a process that writes, ships and commits as fast as it can, round and round its ring. */
@Tag("jdk25")
@Timeout(240)
class JournalCommandIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int LOOKS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream exported = new ByteArrayOutputStream();

    private int run(String... line) {
        out.getBuffer().setLength(0);
        exported.reset();
        CommandLine tools = LoglaneTools.commandLine();
        tools.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        JournalExportCommand export = tools.getSubcommands()
                .get("journal")
                .getSubcommands()
                .get("export")
                .getCommand();
        export.standardOut = exported;
        return tools.execute(
                Stream.concat(Stream.of("journal"), Stream.concat(Stream.of(line), Stream.of(temporary.toString())))
                        .toArray(String[]::new));
    }

    private JsonNode ls() throws Exception {
        assertThat(run("ls", "--json")).isZero();
        JsonNode journals = JSON.readTree(out.toString()).get("journals");
        assertThat(journals).hasSize(1);
        return journals.get(0);
    }

    private List<JsonNode> export() throws Exception {
        assertThat(run("export")).as("%s", err).isZero();
        List<JsonNode> records = new ArrayList<>();
        for (String line : exported.toString(StandardCharsets.UTF_8).lines().toList()) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    @Test
    void looking_findsNoDamageAndDisturbsNobody() throws Exception {
        BROKER.topics().create("looked-at", 2);
        try (WorkerProcess worker = WorkerProcess.of(
                        JournalLoad.class, BROKER.bootstrapServers(), "looked-at", temporary.toString())
                .start()) {
            worker.awaitLine("logging"::equals, LONG);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> ls().get("commitPosition").longValue() > 4 << 20);
            long before = ls().get("commitPosition").longValue();
            for (int look = 0; look < LOOKS; look++) {
                lookAt(worker);
            }
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> ls().get("commitPosition").longValue() > before + (4 << 20));
            worker.send("stop");
            worker.awaitLine("all acked"::equals, LONG);
            worker.awaitExit(LONG);
            assertThat(worker.lines()).containsExactly("logging", "all acked");
        }
        assertThat(ls().get("closed").booleanValue()).isTrue();
        assertThat(ls().get("pendingRecords").longValue()).isZero();
        assertThat(LoglaneTools.commandLine()
                        .setOut(new PrintWriter(out))
                        .execute(
                                "audit",
                                "--require-end",
                                "--topic",
                                "looked-at",
                                "--bootstrap-servers",
                                BROKER.bootstrapServers()))
                .as("%s", out)
                .isZero();
    }

    private void lookAt(WorkerProcess worker) throws Exception {
        assertThat(run("verify")).as("%s%s", out, err).isZero();
        JsonNode journal = ls();
        if (isOwnerTold()) {
            assertThat(journal.get("owner").textValue()).isEqualTo("alive");
            assertThat(journal.get("ownerPid").longValue()).isEqualTo(worker.pid());
        }
        assertThat(journal.get("pendingBytes").longValue()).isBetween(0L, 1L << 20);
        assertAscends(export());
    }

    /** Not outside of Linux, and on some file systems not by the numbers that stat(2) gives. */
    private boolean isOwnerTold() throws IOException {
        return Files.exists(Path.of("/proc/locks"))
                && !List.of("overlay", "btrfs")
                        .contains(Files.getFileStore(temporary).type());
    }

    /** What is acknowledged meanwhile may be left out, but nothing comes twice, and nothing is another's. */
    private static void assertAscends(List<JsonNode> records) {
        long last = 0;
        for (JsonNode item : records) {
            assertThat(item.get("seq").longValue()).isGreaterThan(last);
            last = item.get("seq").longValue();
            assertThat(item.get("body").get("seq").longValue()).isEqualTo(last);
        }
    }

    @Test
    void killedProcess_leavesWhatTheExportShows() throws Exception {
        BROKER.topics().create("left", 2);
        try (WorkerProcess worker = WorkerProcess.of(
                        JournalLoad.class, BROKER.bootstrapServers(), "left", temporary.toString())
                .start()) {
            worker.awaitLine("logging"::equals, LONG);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> ls().get("commitPosition").longValue() > 2 << 20);
            BROKER.pause();
            try {
                // the log calls wait for room then
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> ls().get("pendingBytes").longValue() > 900_000);
                worker.kill();
                JsonNode left = ls();
                assertThat(left.get("owner").textValue()).isIn("gone", "unknown");
                assertThat(left.get("pid").longValue()).isEqualTo(worker.pid());
                assertThat(run("verify")).as("%s%s", out, err).isZero();
                List<JsonNode> records = export();
                assertAscends(records);
                assertThat(records).hasSize(left.get("pendingRecords").intValue());
                long first = records.get(0).get("seq").longValue();
                assertThat(records.get(records.size() - 1).get("seq").longValue())
                        .isEqualTo(first + records.size() - 1);
            } finally {
                BROKER.resume();
            }
        }
    }
}
