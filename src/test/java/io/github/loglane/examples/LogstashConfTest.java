package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code logstash-kafka.conf} keeps to what was run with a real Logstash 9. Logstash refuses unknown options, so a typo
 * would stop it; and it can be had from no repository of ours to try.
 */
class LogstashConfTest {

    private static final Path FILE = Path.of("logstash-kafka.conf");

    /** Of each plugin those options that were run. */
    private static final Map<String, Set<String>> TRIED = Map.of(
            "input/kafka",
                    Set.of(
                            "bootstrap_servers",
                            "topics",
                            "group_id",
                            "client_id",
                            "consumer_threads",
                            "auto_offset_reset",
                            "partition_assignment_strategy",
                            "decorate_events",
                            "codec"),
            "input/kafka/json", Set.of("ecs_compatibility"),
            "filter/mutate", Set.of("add_field", "copy"),
            "output/elasticsearch", Set.of("hosts", "data_stream", "data_stream_auto_routing", "manage_template"));

    /** Those that have not been run, which the file must say where it names them. They are switched off. */
    private static final Set<String> NOT_RUN = Set.of(
            "security_protocol",
            "sasl_mechanism",
            "sasl_jaas_config",
            "ssl_truststore_type",
            "ssl_truststore_location",
            "ssl_truststore_password",
            "data_stream",
            "index",
            "document_id",
            "action",
            "api_key",
            "user",
            "password",
            "ssl_certificate_authorities",
            "codec");

    private static final Path SETTINGS = Path.of("examples", "logstash", "logstash.yml");

    private static final Pattern COMMENTS = Pattern.compile("(?:^ *#.*\n)+", Pattern.MULTILINE);
    private static final Pattern SWITCHED_OFF =
            Pattern.compile("^ *# (?:[a-z]+ \\{ )?([a-z_]+) => .*", Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[^}]+)?}");
    private static final Pattern TOKEN = Pattern.compile("#[^\n]*|\"[^\"]*\"|=>|[{}\\[\\]]|[^\\s{}\\[\\]\"#=]+|=(?!>)");

    @Test
    void options_areThoseThatWereTried() throws IOException {
        Map<String, Set<String>> used = options(tokens(Files.readString(FILE)));
        assertThat(used.keySet()).isEqualTo(TRIED.keySet());
        used.forEach(
                (plugin, options) -> assertThat(TRIED.get(plugin)).as(plugin).containsAll(options));
    }

    @Test
    void valuesThatLogstashTakesWithoutALook_areRight() throws IOException {
        assertThat(Files.readString(FILE))
                .contains("auto_offset_reset => \"earliest\"")
                .contains("partition_assignment_strategy => \"cooperative_sticky\"")
                .contains("decorate_events => \"basic\"")
                .contains("topics => [\"logs\"]")
                .contains("[@metadata][kafka][key]")
                .doesNotContain("zk_connect");
    }

    @Test
    void switchedOffOptions_areMarkedAsNotRun() throws IOException {
        Set<String> found = new TreeSet<>();
        COMMENTS.matcher(Files.readString(FILE))
                .results()
                .map(MatchResult::group)
                .forEach(block -> {
                    List<String> options = SWITCHED_OFF
                            .matcher(block)
                            .results()
                            .map(line -> line.group(1))
                            .toList();
                    if (!options.isEmpty()) {
                        assertThat(block).contains("(not run)");
                    }
                    found.addAll(options);
                });
        assertThat(found).isEqualTo(new TreeSet<>(NOT_RUN));
    }

    /** A secret has no default; Logstash does not start without it. */
    @Test
    void variables_haveDefaultsButForSecrets() throws IOException {
        VARIABLE.matcher(Files.readString(FILE))
                .results()
                .filter(variable -> variable.group(2) == null)
                .forEach(variable -> assertThat(variable.group(1)).matches(".*(PASSWORD|JAAS_CONFIG|API_KEY)"));
    }

    @Test
    void keyIsTheDocumentsIdAndWhatIsNoJsonHasItsOwnDataSet() throws IOException {
        assertThat(tokens(Files.readString(FILE)))
                .containsSequence(
                        "copy", "=>", "{", "\"[@metadata][kafka][key]\"", "=>", "\"[@metadata][_ingest_document][id]\"")
                .containsSequence("\"[data_stream][dataset]\"", "=>", "\"loglane.unparsed\"")
                .containsSequence("\"[data_stream][dataset]\"", "=>", "\"loglane\"")
                .doesNotContain("stdout");
    }

    /** Logstash refuses a file with a setting that it does not know. */
    @Test
    void settings_areKnownAndKeepWhatIsOnTheWay() throws IOException {
        assertThat(Files.readAllLines(SETTINGS).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList())
                .containsExactly(
                        "queue.type: persisted",
                        "queue.max_bytes: 1gb",
                        "queue.checkpoint.writes: 1024",
                        "dead_letter_queue.enable: true",
                        "dead_letter_queue.max_bytes: 1gb");
    }

    @Test
    void optionsOfEveryPlugin_areFoundByThisTest() {
        String text =
                "input { kafka { a => \"x { y\" codec => json { b => 1 } } } # { c => 2\n filter { if [d] == \"e\" {"
                        + " mutate { f => { \"g\" => \"h\" } } } }";
        assertThat(options(tokens(text)))
                .isEqualTo(Map.of(
                        "input/kafka",
                        Set.of("a", "codec"),
                        "input/kafka/json",
                        Set.of("b"),
                        "filter/mutate",
                        Set.of("f")));
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (!matcher.group().startsWith("#")) {
                tokens.add(matcher.group());
            }
        }
        return tokens;
    }

    /** Names before {@code =>}, by the blocks they are in; a condition is no block, the keys of a hash are no options. */
    private static Map<String, Set<String>> options(List<String> tokens) {
        Map<String, Set<String>> options = new TreeMap<>();
        Deque<String> blocks = new ArrayDeque<>();
        boolean condition = false;
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            condition |= token.equals("if") || token.equals("else");
            if (token.equals("{")) {
                blocks.addLast(condition ? "" : tokens.get(i - 1));
                condition = false;
            } else if (token.equals("}")) {
                blocks.removeLast();
            } else if (token.equals("=>") && !blocks.contains("=>")) {
                options.computeIfAbsent(path(blocks), plugin -> new TreeSet<>()).add(tokens.get(i - 1));
            }
        }
        assertThat(blocks).as("blocks that are not closed").isEmpty();
        return options;
    }

    private static String path(Deque<String> blocks) {
        return String.join(
                "/", blocks.stream().filter(block -> !block.isEmpty()).toList());
    }
}
