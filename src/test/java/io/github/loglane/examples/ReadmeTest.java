package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Path CONFIGURATION = Path.of("src/test/resources/io/github/loglane/quickstart/log4j2.xml");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)[^)]*\\)");

    @Test
    void quickStart_showsTheConfigurationThatItsWorkersUse() throws IOException {
        assertThat(Files.readString(README)).contains("```xml\n" + Files.readString(CONFIGURATION) + "```\n");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void links_leadToFiles(Path document) throws IOException {
        assertThat(LINK.matcher(Files.readString(document)).results().map(MatchResult::group))
                .isNotEmpty();
        assertThat(LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)))
                .allSatisfy(
                        target -> assertThat(document.resolveSibling(target)).exists());
    }

    static Stream<Path> documents() {
        return Stream.of(
                README,
                Path.of("CONTRIBUTING.md"),
                Path.of("examples/log4j2/README.md"),
                Path.of("examples/conf/README.md"),
                Path.of("examples/security/README.md"));
    }
}
