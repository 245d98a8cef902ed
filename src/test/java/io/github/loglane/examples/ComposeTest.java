package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/elk} as far as it can be held against something without Docker. */
class ComposeTest {

    private static final Path DIRECTORY = Path.of("examples/elk");
    private static final Path FILE = DIRECTORY.resolve("docker-compose.yml");
    private static final Path LOGSTASH = Path.of("logstash-kafka.conf");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::[^}]*)?}");
    private static final Pattern COPIED = Pattern.compile("(?m)^COPY --from=build /src/(\\S+)");
    private static final long TIMEOUT_S = 60;

    @Test
    void file_isTakenByDockerCompose(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        Process compose;
        try {
            compose = new ProcessBuilder("docker-compose", "-f", FILE.toString(), "config")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            abort("not tested: no docker-compose here (apt-get install docker-compose): " + e.getMessage());
            return;
        }
        try {
            assertThat(compose.waitFor(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
            String config = Files.readString(output);
            assertThat(compose.exitValue()).as(config).isZero();
            JsonNode services = Yaml.parse(config).get(0).path("services");
            assertThat(names(services)).isEqualTo(names(services()));
        } finally {
            compose.destroyForcibly();
        }
    }

    @Test
    void mounts_areFilesOfThisProject() throws IOException {
        List<Path> mounted = new ArrayList<>();
        for (JsonNode service : services()) {
            for (JsonNode volume : service.path("volumes")) {
                String[] parts = volume.textValue().split(":");
                if (parts[0].startsWith(".")) {
                    assertThat(parts).as(volume.textValue()).hasSize(3).endsWith("ro");
                    mounted.add(DIRECTORY.resolve(parts[0]).normalize());
                } else {
                    assertThat(compose().path("volumes").has(parts[0]))
                            .as(parts[0])
                            .isTrue();
                }
            }
        }
        assertThat(mounted)
                .contains(LOGSTASH, KibanaObjects.GENERATED, IndexTemplate.FILE.getParent())
                .allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void template_isAppliedAsItIsAndBeforeLogstash() throws IOException {
        String script = services().path("template").path("command").path(0).asText();
        Set<String> files = new TreeSet<>();
        for (MatchResult put : Pattern.compile("(?m)^put (\\S+) (\\S+)$")
                .matcher(script)
                .results()
                .toList()) {
            files.add(put.group(2));
            assertThat(IndexTemplate.FILE.resolveSibling(put.group(2))).exists();
        }
        assertThat(files).contains(IndexTemplate.FILE.getFileName().toString());
        String pipeline = Yaml.parse(Files.readString(IndexTemplate.FILE))
                .get(0)
                .at("/template/settings/index/default_pipeline")
                .asText();
        assertThat(script).contains("put _ingest/pipeline/" + pipeline + ' ');
        assertThat(services().at("/logstash/depends_on/template/condition").asText())
                .isEqualTo("service_completed_successfully");
    }

    @Test
    void logstash_isToldWhatItsConfigurationReads() throws IOException {
        Set<String> read = new TreeSet<>();
        Files.readAllLines(LOGSTASH).stream()
                .filter(line -> !line.strip().startsWith("#"))
                .flatMap(line -> VARIABLE.matcher(line).results())
                .forEach(match -> read.add(match.group(1)));
        JsonNode environment = services().path("logstash").path("environment");
        // of the example's logstash.yml what the image takes as a variable
        assertThat(Files.readAllLines(Path.of("examples/logstash/logstash.yml")))
                .contains("queue.type: persisted");
        assertThat(environment.path("QUEUE_TYPE").asText()).isEqualTo("persisted");
        read.add("QUEUE_TYPE");
        assertThat(names(environment)).isEqualTo(read);
    }

    @Test
    void workers_areToldWhatTheirConfigurationReads() throws IOException {
        String log4j2 = Files.readString(Path.of("examples/conf/src/main/resources/log4j2.xml"));
        Set<String> workers = new TreeSet<>();
        for (String name : List.of("worker-1", "worker-2")) {
            JsonNode environment = services().path(name).path("environment");
            assertThat(names(environment))
                    .containsExactly("KAFKA_BOOTSTRAP_SERVERS", "WORKER_ID")
                    .allSatisfy(variable -> assertThat(log4j2).contains("${env:" + variable + ":-"));
            workers.add(environment.path("WORKER_ID").asText());
        }
        assertThat(workers).hasSize(2);
    }

    @Test
    void kafka_acceptsItsEnvironment() throws IOException {
        Properties properties = new Properties();
        for (var variable : services().path("kafka").path("environment").properties()) {
            String name = variable.getKey().replaceFirst("^KAFKA_", "").replace('_', '.');
            properties.setProperty(
                    name.toLowerCase(Locale.ROOT), variable.getValue().asText());
        }
        assertThat(properties.stringPropertyNames())
                .allSatisfy(name -> assertThat(KafkaConfig.configNames().contains(name))
                        .as(name)
                        .isTrue());
        assertThatCode(() -> KafkaConfig.fromProps(properties)).doesNotThrowAnyException();
    }

    @Test
    void ports_areThoseOfThisMachineOnly() throws IOException {
        List<String> ports = new ArrayList<>();
        for (JsonNode service : services()) {
            service.path("ports").forEach(port -> ports.add(port.textValue()));
        }
        assertThat(ports).isNotEmpty().allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void images_havePinnedVersionsAndOneForTheStack() throws IOException {
        Set<String> stack = new TreeSet<>();
        for (JsonNode service : services()) {
            String image = service.path("image").asText();
            if (service.has("build")) {
                assertThat(DIRECTORY
                                .resolve(service.at("/build/context").asText())
                                .resolve(service.at("/build/dockerfile").asText()))
                        .exists();
            } else {
                assertThat(image).matches("[a-z/]+:\\d+\\.\\d+\\.\\d+");
            }
            if (image.matches("(elasticsearch|logstash|kibana):.*")) {
                stack.add(image.substring(image.indexOf(':') + 1));
            }
        }
        assertThat(stack).hasSize(1);
        assertThat(Files.readString(DIRECTORY.resolve("Dockerfile"))).doesNotContain(":latest");
    }

    @Test
    void whatOthersWaitFor_isThereAndTellsItsHealth() throws IOException {
        for (JsonNode service : services()) {
            for (var needed : service.path("depends_on").properties()) {
                JsonNode other = services().path(needed.getKey());
                assertThat(other.isObject()).as(needed.getKey()).isTrue();
                boolean waitsForHealth =
                        needed.getValue().path("condition").asText().equals("service_healthy");
                assertThat(other.has("healthcheck")).as(needed.getKey()).isEqualTo(waitsForHealth);
            }
        }
    }

    @Test
    void dockerfile_copiesWhatTheBuildMakes() throws IOException {
        String dockerfile = Files.readString(DIRECTORY.resolve("Dockerfile"));
        List<String> copied = COPIED.matcher(dockerfile)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(copied)
                .containsExactly(
                        "examples/conf/target/dependency",
                        "examples/conf/target/shop-1.0-SNAPSHOT.jar",
                        "target/loglane-tools.jar");
        assertThat(Files.readString(Path.of("examples/conf/pom.xml")))
                .contains("<artifactId>shop</artifactId>\n  <version>1.0-SNAPSHOT</version>");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("${project.build.directory}/loglane-tools.jar");
        assertThat(dockerfile).contains("\"com.example.shop.Checkout\"]");
        assertThat(Path.of("examples/conf/src/main/java/com/example/shop/Checkout.java"))
                .exists();
    }

    private static JsonNode compose() throws IOException {
        return Yaml.parse(Files.readString(FILE)).get(0);
    }

    private static JsonNode services() throws IOException {
        return compose().path("services");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
