package io.github.loglane.tools;

import static io.github.loglane.tools.WrittenJournals.append;
import static io.github.loglane.tools.WrittenJournals.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.DropCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The journal commands on journals that the library wrote. */
class JournalCommandTest {

    private static final int PAGE_BYTES = 4096;
    private static final int HEADER_BYTES = 64;
    private static final int VERSION_AT = 8;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream exported = new ByteArrayOutputStream();
    private final CommandLine tools = LoglaneTools.commandLine();

    @TempDir
    private Path temporary;

    @RegisterExtension
    final WrittenJournals journals = new WrittenJournals(() -> temporary.resolve("journals"));

    JournalCommandTest() {
        tools.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        exportTo(exported);
    }

    private void exportTo(OutputStream target) {
        JournalExportCommand export = tools.getSubcommands()
                .get("journal")
                .getSubcommands()
                .get("export")
                .getCommand();
        export.standardOut = target;
    }

    private Path directory() {
        return temporary.resolve("journals");
    }

    /** The files and their bytes' checksum and time, so that a change of any kind shows. */
    private Map<Path, String> image() throws IOException {
        Map<Path, String> image = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                image.put(
                        file,
                        Base64.getEncoder().encodeToString(Files.readAllBytes(file)) + Files.getLastModifiedTime(file));
            }
        }
        return image;
    }

    private int run(String... line) {
        return tools.execute(
                Stream.concat(Stream.of("journal"), Stream.of(line)).toArray(String[]::new));
    }

    private int run(String command, Path path) {
        return run(command, path.toString());
    }

    private String exportedText() {
        return exported.toString(StandardCharsets.UTF_8);
    }

    @Test
    void ls_showsWhatIsPending() throws IOException {
        Journal journal = journals.open(35);
        append(journal, "one", "two", "three");
        JournalRecord item = new JournalRecord();
        assertThat(journal.read(journal.commitPosition(), item)).isTrue();
        journal.commit(item.nextPosition());
        assertThat(run("ls", directory())).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("FILE       OWNER");
        assertThat(lines.get(1)).startsWith("0.journal  ").contains("  web-1  logs   z      1048576  ");
        assertThat(lines.get(1).strip()).endsWith(" 144        2  2023-11-14T22:13:20Z");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ls_knowsWhoHoldsTheSlot() throws IOException {
        assumeThat(Files.getFileStore(temporary).type()).isNotIn("overlay", "btrfs");
        Journal journal = journals.open(35);
        append(journal, "one");
        assertThat(run("ls", "--json", directory().toString())).isZero();
        assertThat(out.toString())
                .contains("\"owner\" : \"alive\"")
                .contains("\"ownerPid\" : " + ProcessHandle.current().pid() + ",")
                .contains("\"bootstrapServers\" : \"a:9092,b:9092\"")
                .contains("\"closed\" : false");
        journal.close(false);
        out.getBuffer().setLength(0);
        assertThat(run("ls", "--json", directory().toString())).isZero();
        // within a container nobody can tell
        assertThat(out.toString()).containsAnyOf("\"owner\" : \"gone\"", "\"owner\" : \"unknown\"");
        assertThat(out.toString()).contains("\"closed\" : true").contains("\"pendingRecords\" : 1");
    }

    @Test
    void looking_changesNothingAndTakesNoLock() throws IOException {
        append(journals.open(1), "one", "two");
        append(journals.open(2), "three");
        Map<Path, String> before = image();
        run("ls", directory());
        assertThat(run("verify", directory())).isZero();
        assertThat(run("export", directory())).isZero();
        assertThat(image()).isEqualTo(before);
        // a lock dropped by a second descriptor of this process would leave the slots to be taken
        assertThat(journals.open(3).disk().path()).hasFileName("2.journal");
        assertThat(exportedText().lines()).hasSize(3);
    }

    @Test
    void emptyDirectory_isNoFailure() throws IOException {
        Files.createDirectories(directory());
        assertThat(run("ls", directory())).isZero();
        assertThat(run("verify", directory())).isZero();
        assertThat(run("export", directory())).isZero();
        assertThat(out.toString().lines()).containsExactly("no journals", "no journals");
        assertThat(exportedText()).isEmpty();
    }

    @Test
    void missingDirectory_isToldInOneLine() {
        for (String command : List.of("ls", "verify", "export")) {
            err.getBuffer().setLength(0);
            assertThat(run(command, temporary.resolve("none"))).isEqualTo(FailureReport.NOT_DONE);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("expecting: a directory of journals, or a journal, found: nothing at ");
        }
        assertThat(run("ls")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void export_printsBodiesAsWhatTheyAre() throws IOException {
        Journal journal = journals.open(35);
        append(journal, RecordKind.BEGIN, "{\"message\":\"ä \\u00fc\"}".getBytes(StandardCharsets.UTF_8), true);
        append(journal, RecordKind.EVENT, "{}".getBytes(StandardCharsets.UTF_8), true);
        journal.drop(DropCause.FULL);
        journal.drop(DropCause.SHED);
        append(journal, RecordKind.EVENT, "{\"a\":1.10}".getBytes(StandardCharsets.UTF_8), true);
        append(journal, "{ \"a\":\n 2 }", "{\"a\":", "two\nlines \"quoted\" ä", "");
        append(journal, RecordKind.EVENT, new byte[] {(byte) 0xC3, 0}, false);
        assertThat(run("export", directory())).isZero();
        String common = ",\"workerId\":3,\"timestamp\":\"2023-11-14T22:13:20Z\",";
        assertThat(exportedText().lines())
                .containsExactly(
                        "{\"id\":\"z-1\",\"epoch\":\"z\",\"seq\":1,\"position\":0,\"kind\":\"begin\"" + common
                                + "\"body\":{\"message\":\"ä \\u00fc\",\"epoch\":\"z\",\"seq\":1,\"kind\":\"begin\"}}",
                        "{\"id\":\"z-2\",\"epoch\":\"z\",\"seq\":2,\"position\":88,\"kind\":\"event\"" + common
                                + "\"body\":{\"epoch\":\"z\",\"seq\":2}}",
                        "{\"id\":\"z-5\",\"epoch\":\"z\",\"seq\":5,\"position\":160,\"kind\":\"event\"" + common
                                + "\"gap\":{\"from\":3,\"to\":4,\"byCause\":{\"full\":1,\"shed\":1}},"
                                + "\"body\":{\"a\":1.10,\"epoch\":\"z\",\"seq\":5,"
                                + "\"dropped\":{\"from\":3,\"to\":4,\"byCause\":{\"full\":1,\"shed\":1}}}}",
                        "{\"id\":\"z-6\",\"epoch\":\"z\",\"seq\":6,\"position\":368,\"kind\":\"event\"" + common
                                + "\"body\":{ \"a\":  2 }}",
                        "{\"id\":\"z-7\",\"epoch\":\"z\",\"seq\":7,\"position\":448,\"kind\":\"event\"" + common
                                + "\"body\":\"{\\\"a\\\":\"}",
                        "{\"id\":\"z-8\",\"epoch\":\"z\",\"seq\":8,\"position\":520,\"kind\":\"event\"" + common
                                + "\"body\":\"two\\nlines \\\"quoted\\\" ä\"}",
                        "{\"id\":\"z-9\",\"epoch\":\"z\",\"seq\":9,\"position\":608,\"kind\":\"event\"" + common
                                + "\"body\":\"\"}",
                        "{\"id\":\"z-10\",\"epoch\":\"z\",\"seq\":10,\"position\":672,\"kind\":\"event\"" + common
                                + "\"bodyBase64\":\"wwA=\"}");
        JsonFactory json = new JsonFactory();
        for (String line : exportedText().lines().toList()) {
            try (JsonParser parser = json.createParser(line)) {
                while (parser.nextToken() != null) {
                    assertThat(parser.currentToken()).isNotNull();
                }
            }
        }
    }

    @Test
    void damage_isShownWhereItIs() throws IOException {
        Journal journal = journals.open(35);
        append(journal, "one", "two", "three");
        journal.close(false);
        Path file = journal.disk().path();
        flip(file, PAGE_BYTES + 72 + HEADER_BYTES + 1);
        assertThat(run("verify", directory())).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "0.journal: damaged, 2 records pending, positions 0 to 216",
                        "0.journal: damage at position 72, file offset 4168, 72 bytes: no sound record",
                        "damaged");
        assertThat(run("export", file)).isEqualTo(1);
        assertThat(exportedText().lines()).hasSize(2);
        assertThat(err.toString())
                .isEqualTo("0.journal: damage at position 72, file offset 4168, 72 bytes: no sound record\n");
    }

    @Test
    void damageThatLasts_isToldOfALiveJournalToo() throws IOException {
        Journal journal = journals.open(35);
        append(journal, "one", "two", "three");
        flip(journal.disk().path(), PAGE_BYTES + 72 + HEADER_BYTES + 1);
        assertThat(run("verify", directory())).isEqualTo(1);
        assertThat(out.toString()).contains("damage at position 72, file offset 4168, 72 bytes");
        journal.commit(2 * 72);
        // what is acknowledged is nobody's business any more
        assertThat(run("verify", directory())).isZero();
    }

    @Test
    void damagedHeader_isTold() throws IOException {
        Journal journal = journals.open(35);
        append(journal, "one", "two");
        journal.close(false);
        flip(journal.disk().path(), 20);
        flip(journal.disk().path(), 2060);
        flip(journal.disk().path(), 3080);
        assertThat(run("verify", "--json", directory().toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("\"verdict\" : \"damaged\"")
                .contains("\"what\" : \"description in the header\"")
                .contains("\"what\" : \"last opening\"")
                .contains("\"what\" : \"commit in the header\"")
                .contains("\"records\" : 2");
    }

    @Test
    void fileCutShort_givesWhatIsLeft() throws IOException {
        Journal journal = journals.open(35);
        append(journal, "one", "two");
        journal.close(false);
        try (RandomAccessFile raw = new RandomAccessFile(journal.disk().path().toFile(), "rw")) {
            raw.setLength(PAGE_BYTES * 3);
        }
        assertThat(run("verify", directory())).isEqualTo(1);
        assertThat(out.toString())
                .contains("the file has 12288 bytes, not 1056768")
                .contains("2 records");
        assertThat(run("export", directory())).isEqualTo(1);
        assertThat(exportedText().lines()).hasSize(2);
    }

    @Test
    void setAside_isNamedInTheDirectoryAndReadByPath() throws IOException {
        Journal first = journals.open(35);
        append(first, "one", "two", "three");
        first.close(false);
        flip(first.disk().path(), PAGE_BYTES + 72 + HEADER_BYTES + 1);
        Journal second = journals.open(36);
        append(second, "four");
        Path aside;
        try (Stream<Path> files = Files.list(directory())) {
            aside = files.filter(file -> file.toString().contains(".damaged-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(run("ls", directory())).isZero();
        assertThat(out.toString()).contains(aside.getFileName() + "  gone").contains("set aside as damaged");
        assertThat(run("verify", directory())).isZero();
        assertThat(out.toString()).contains(aside.getFileName() + ": not checked: set aside as damaged; ");
        assertThat(run("export", directory())).isZero();
        assertThat(exportedText().lines()).hasSize(3);
        exported.reset();
        assertThat(run("verify", aside)).isEqualTo(1);
        assertThat(run("export", aside)).isEqualTo(1);
        assertThat(exportedText().lines()).hasSize(2).allMatch(line -> line.contains("\"epoch\":\"z\""));
    }

    @Test
    void savedButNotYetInItsPlace_isTheSlots() throws IOException {
        Journal journal = journals.open(35);
        append(journal, "one");
        journal.close(false);
        Path file = journal.disk().path();
        Path saved = Files.copy(file, directory().resolve("0.journal.new"));
        assertThat(run("export", directory())).isZero();
        assertThat(exportedText().lines()).hasSize(1);
        assertThat(run("ls", directory())).isZero();
        assertThat(out.toString()).contains("0.journal.new  ").contains("is being saved into it");
        Files.delete(file);
        exported.reset();
        assertThat(run("export", directory())).isZero();
        assertThat(exportedText().lines()).hasSize(1);
        assertThat(run("verify", directory())).isZero();
        assertThat(out.toString()).contains(saved.getFileName() + ": sound, 1 records pending");
    }

    @Test
    void newerVersionAndForeignFiles_areShownAsSuch() throws IOException {
        Journal journal = journals.open(35);
        append(journal, "one");
        journal.close(false);
        try (RandomAccessFile raw = new RandomAccessFile(journal.disk().path().toFile(), "rw")) {
            raw.seek(VERSION_AT);
            raw.write(2);
            raw.seek(raw.length() - PAGE_BYTES + VERSION_AT);
            raw.write(2);
        }
        assertThat(run("ls", directory())).isZero();
        assertThat(out.toString()).contains("has journal version 2, this library reads up to version 1");
        assertThat(run("verify", directory())).isEqualTo(3);
        assertThat(run("export", directory())).isEqualTo(3);
        assertThat(exportedText()).isEmpty();
        Files.writeString(directory().resolve("7.journal"), "not ours");
        Files.writeString(directory().resolve("notes.txt"), "no journal");
        assertThat(run("verify", directory())).isEqualTo(1);
        assertThat(out.toString())
                .contains("7.journal: no journal: expecting: a header and a trailer in ")
                .doesNotContain("notes");
        assertThat(run("export", directory())).isEqualTo(1);
    }

    @Test
    void readerThatGoesAway_endsTheExportQuietly() throws IOException {
        append(journals.open(35), "one");
        exportTo(failing("Broken pipe"));
        assertThat(run("export", directory())).isZero();
        assertThat(err.toString()).isEmpty();
        exportTo(failing("No space left on device"));
        assertThat(run("export", directory())).isEqualTo(FailureReport.NOT_DONE);
        assertThat(err.toString())
                .isEqualTo("expecting: standard output to take all, found: No space left on device\n");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
