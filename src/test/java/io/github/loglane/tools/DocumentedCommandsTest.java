package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command line that a document or a help text shows is one that the tools take. */
class DocumentedCommandsTest {

    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}.*?loglane-tools(?:\\.jar)? ((?:.*\\\\\n)*.*)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");

    private static final List<String> DOCUMENTS = List.of(
            "README.md",
            "examples/conf/README.md",
            "examples/elk/README.md",
            "examples/kubernetes/README.md",
            "examples/security/README.md");

    static Stream<String> commands() throws IOException {
        List<String> found = new ArrayList<>();
        for (String document : DOCUMENTS) {
            List<String> commands = commands(Files.readString(Path.of(document)));
            assertThat(commands).as(document).isNotEmpty();
            found.addAll(commands);
        }
        collect(LoglaneTools.commandLine(), found);
        return found.stream();
    }

    private static void collect(CommandLine command, List<String> found) {
        String[] footer = command.getCommandSpec().usageMessage().footer();
        found.addAll(commands(
                Arrays.stream(footer).map(line -> "    " + line.strip() + "\n").reduce("", String::concat)));
        command.getSubcommands().values().forEach(sub -> collect(sub, found));
    }

    private static List<String> commands(String text) {
        return COMMAND.matcher(text)
                .results()
                .map(match -> match.group(1).replace("\\\n", " "))
                .filter(line -> !line.startsWith("help "))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isTaken(String line) {
        String[] words = WORD.matcher(line.replaceAll(" (> \\S+|\\| .*)$", ""))
                .results()
                .map(DocumentedCommandsTest::word)
                .toArray(String[]::new);
        assertThatCode(() -> LoglaneTools.commandLine().parseArgs(words)).doesNotThrowAnyException();
    }

    private static String word(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }
}
