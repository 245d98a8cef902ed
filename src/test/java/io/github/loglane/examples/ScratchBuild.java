package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Builds copies of Maven projects with the jar that was just built, each under a directory of the test's. */
final class ScratchBuild {

    private static final long TIMEOUT_MINUTES = 10;

    private final Path directory;

    ScratchBuild(Path directory) {
        this.directory = directory;
    }

    /**
     * Builds a copy of {@code project}, which must succeed.
     *
     * @param environment of the build, beside what it has from here
     * @return what the build printed
     */
    String run(Path project, String goal, Map<String, String> environment) throws Exception {
        Path copy = copy(project, copyOf(project));
        try (ScratchRepository repository =
                new ScratchRepository(directory.resolve("repository"), Path.of(property("localRepository")))) {
            repository.install(property("version"), Path.of("target", "loglane.jar"), Path.of("pom.xml"));
            return maven(copy, repository.root(), goal, environment);
        }
    }

    /** Where the copy is. */
    Path copyOf(Path project) {
        return directory.resolve(project.getFileName());
    }

    private String maven(Path project, Path repository, String goal, Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>(List.of(property("maven"), "-B", "-ntp"));
        if (property("offline").equals("offline=true")) {
            command.add("-o");
        }
        command.addAll(List.of("-Dmaven.repo.local=" + repository, "-Dloglane.version=" + property("version"), goal));
        Path log = directory.resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
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
