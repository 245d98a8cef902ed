package io.github.loglane.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.loglane.PipelineConfig;
import io.github.loglane.PipelineMXBean;
import io.github.loglane.TextOptions;
import io.github.loglane.encode.Redactor;
import io.github.loglane.status.DropCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.util.TypeUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What README.md says of options, causes and secrets is what the code says; its snippets work. */
class ReadmeFactsTest {

    private static final Path README = Path.of("README.md");

    private static String readme;

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(README);
    }

    /** First cell, without back quotes, to all cells, of the tables whose heading begins with {@code column}. */
    private static Map<String, List<String>> tables(String column) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : readme.lines().toList()) {
            inside = line.startsWith("| " + column + " |") || (inside && line.startsWith("|"));
            if (inside && line.startsWith("| `")) {
                List<String> cells = Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList();
                assertThat(rows.put(cells.get(0), cells)).as(line).isNull();
            }
        }
        return rows;
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(readme)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    static List<String> appenderSnippets() {
        List<String> snippets = new ArrayList<>(blocks("xml"));
        snippets.removeIf(snippet -> !snippet.contains("<WorkerKafka") && !snippet.contains("<Console"));
        return snippets;
    }

    private static PipelineConfig.Builder minimal() {
        return PipelineConfig.builder().bootstrapServers("127.0.0.1:1");
    }

    private static PipelineConfig with(String option, String value) {
        TextOptions config = new TextOptions("Kafka").put("bootstrapServers", "127.0.0.1:1");
        switch (option) {
            case "journalBytes" -> config.put("maxRecordBytes", "4 KiB");
            case "maxRecordBytes" -> config.put("journalBytes", "64 GiB");
            default -> {}
        }
        return config.put(option, value).read(null);
    }

    private static long value(String option, PipelineConfig config) {
        return switch (option) {
            case "journalBytes" -> config.journalBytes();
            case "maxRecordBytes" -> config.maxRecordBytes();
            case "maxWaitMs" -> config.maxWaitMs();
            case "stopTimeoutMs" -> config.stopTimeoutMs();
            default -> throw new IllegalArgumentException(option);
        };
    }

    @Test
    void options_areThoseOfTheElement() {
        List<String> attributes = TypeUtil.getAllDeclaredFields(WorkerKafkaAppender.Builder.class).stream()
                .filter(field -> field.isAnnotationPresent(PluginBuilderAttribute.class))
                .map(java.lang.reflect.Field::getName)
                .toList();
        List<String> documented = tables("Option").keySet().stream()
                .filter(name -> !name.startsWith("<"))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(attributes);
    }

    @ParameterizedTest
    @CsvSource({"journalBytes", "maxRecordBytes", "maxWaitMs", "stopTimeoutMs"})
    void numbers_haveTheDefaultAndTheLimitsThatAreTold(String option) {
        List<String> cells = tables("Option").get(option);
        assertThat(cells.get(1)).isEqualTo(option.endsWith("Ms") ? "ms" : "bytes");
        assertThat(value(option, with(option, cells.get(2))))
                .isEqualTo(value(option, minimal().build()));
        List<String> limits = List.of(cells.get(3).split(" to ", -1));
        long min = value(option, with(option, limits.get(0)));
        long max = value(option, with(option, limits.get(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> with(option, String.valueOf(min - 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> with(option, String.valueOf(max + 1)));
    }

    @Test
    void defaults_ofTexts_areThoseThatAreTold() {
        PipelineConfig defaults = minimal().build();
        assertThat(tables("Option").get("topic").get(2)).isEqualTo(defaults.topic());
        assertThat(defaults.workerId()).isNull();
        assertThat(defaults.service()).isNull();
        assertThat(defaults.env()).isNull();
        assertThat(tables("Option").get("ignoreExceptions").get(2)).isEqualTo("true");
        assertThat(WorkerKafkaAppender.newBuilder().isIgnoreExceptions()).isTrue();
    }

    @Test
    void causes_areThoseOfTheCode() {
        assertThat(tables("Cause").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(DropCause.values()).map(DropCause::word).toList());
    }

    @Test
    void attributes_areThoseOfTheMBean() {
        List<String> attributes = Arrays.stream(PipelineMXBean.class.getMethods())
                .map(method -> method.getName().substring("get".length()))
                .toList();
        assertThat(tables("Attribute").keySet()).containsExactlyInAnyOrderElementsOf(attributes);
    }

    @Test
    void secretNames_areThoseOfTheCode() {
        String words = readme.substring(readme.indexOf("The words: "), readme.indexOf(", whatever the case"));
        assertThat(Pattern.compile("`([^`]+)`").matcher(words).results().map(word -> word.group(1)))
                .containsExactlyInAnyOrderElementsOf(Redactor.DEFAULT_NAMES);
    }

    @ParameterizedTest
    @MethodSource("appenderSnippets")
    void snippets_areSoundConfigurations(String printed, @TempDir Path dir) {
        // nothing of this machine's is written to
        String snippet = printed.replace("/var/lib/", dir + "/");
        String appenders = snippet.startsWith("<Appenders>") ? snippet : "<Appenders>" + snippet + "</Appenders>";
        String configuration = snippet.contains("<Configuration")
                ? snippet.substring(snippet.indexOf("<Configuration"))
                : "<Configuration>" + appenders + "<Loggers><Root/></Loggers></Configuration>";
        log4j.start(configuration);
        assertThat(log4j.errors()).isEmpty();
        assertThat(log4j.warnings("ignored")).isEmpty();
    }

    @Test
    void program_compiles(@TempDir Path dir) throws IOException {
        List<String> programs = blocks("java");
        assertThat(programs).hasSize(1);
        Path source = dir.resolve("Logging.java");
        Files.writeString(source, programs.get(0));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int exitCode = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                dir.toString(),
                source.toString());
        assertThat(exitCode).isZero();
        assertThat(dir.resolve("Logging.class")).exists();
    }
}
