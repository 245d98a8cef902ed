package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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

    /** Its parent would take another one. */
    @Test
    void springBoot_isGivenTheClientOfThisBuild() throws IOException {
        Matcher version = Pattern.compile("<kafka\\.version>[\\d.]+</kafka\\.version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(Files.readString(README)).contains(version.group());
        assertThat(Files.readString(Path.of("examples/spring-boot/pom.xml"))).contains(version.group());
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

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README, Path.of("CONTRIBUTING.md")));
        try (Stream<Path> examples = Files.list(Path.of("examples"))) {
            examples.map(example -> example.resolve("README.md"))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(documents::add);
        }
        return documents.stream();
    }
}
