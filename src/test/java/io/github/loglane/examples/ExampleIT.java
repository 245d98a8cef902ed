package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Builds a copy of each example with the jar that was just built, and runs its tests with a real broker. */
class ExampleIT {

    private static final long TIMEOUT_MINUTES = 10;

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @TempDir
    Path directory;

    @BeforeAll
    static void topics() {
        BROKER.topics().create("logs", 2);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
    }

    @Test
    void conf_buildsAndChangesAFlagAndALevelLive() throws Exception {
        assertThat(build("conf"))
                .contains("Tests run: 4, Failures: 0, Errors: 0, Skipped: 0")
                .contains("\"message\":\"conf rejected")
                .contains("flags are now Flags[newCheckout=true, discountPercent=10]");
    }

    @Test
    void log4j2_buildsAndShowsARequestWithoutItsSecrets() throws Exception {
        String output = build("log4j2");
        assertThat(output)
                .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")
                .contains("\"url\":\"/orders/17?token=***&page=2\"")
                .doesNotContain("my-secret");
    }

    private String build(String example) throws Exception {
        Path copy = copy(Path.of("examples", example), directory.resolve(example));
        try (ScratchRepository repository =
                new ScratchRepository(directory.resolve("repository"), Path.of(property("localRepository")))) {
            repository.install(property("version"), Path.of("target", "loglane.jar"), Path.of("pom.xml"));
            return maven(copy, repository.root());
        }
    }

    private String maven(Path project, Path repository) throws Exception {
        List<String> command = new ArrayList<>(List.of(property("maven"), "-B", "-ntp"));
        if (property("offline").equals("offline=true")) {
            command.add("-o");
        }
        command.addAll(List.of("-Dmaven.repo.local=" + repository, "-Dloglane.version=" + property("version"), "test"));
        Path log = directory.resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", BROKER.bootstrapServers());
        Process maven = builder.start();
        try {
            boolean ended = maven.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            assertThat(ended && maven.exitValue() == 0)
                    .withFailMessage(() -> read(log))
                    .isTrue();
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
        return read(log);
    }

    /** What the build says of itself by Failsafe's configuration. */
    private static String property(String name) {
        String value = System.getProperty("loglane.build." + name);
        assertThat(value).as("system property loglane.build.%s", name).isNotNull();
        return value;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path relative = from.relativize(path);
                if (!relative.startsWith("target")) {
                    Files.copy(path, to.resolve(relative));
                }
            }
        }
        return to;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }
}
