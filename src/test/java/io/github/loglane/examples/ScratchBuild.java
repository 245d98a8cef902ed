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

/** Builds a copy of a Maven project, in a directory of the caller's, with the jar that was just built. One thread at a time. */
final class ScratchBuild implements AutoCloseable {

    static final Path LOGLANE = Path.of("target", "loglane.jar");

    private static final long TIMEOUT_MINUTES = 10;

    private final ScratchRepository repository;
    private final Path project;
    private final Path log;

    ScratchBuild(Path original, Path directory) throws IOException {
        project = copy(original, directory.resolve(original.getFileName()));
        log = directory.resolve("build.log");
        repository = new ScratchRepository(directory.resolve("repository"), Path.of(property("localRepository")));
        repository.install(property("version"), LOGLANE, Path.of("pom.xml"));
    }

    /** Where the copy is. */
    Path project() {
        return project;
    }

    /** What Maven prints; fails where it does. */
    String maven(Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(property("maven"), "-B", "-ntp"));
        if (property("offline").equals("offline=true")) {
            command.add("-o");
        }
        command.add("-Dmaven.repo.local=" + repository.root());
        command.add("-Dloglane.version=" + property("version"));
        command.addAll(List.of(args));
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

    @Override
    public void close() throws IOException {
        repository.close();
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
