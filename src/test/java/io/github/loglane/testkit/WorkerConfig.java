package io.github.loglane.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@link WorkerProcess} is to run, by default on the test's JDK with the test's class path. Of what SLF4J may log to there is
 * one, Log4j2 unless told otherwise.
 */
public final class WorkerConfig {

    private final Path jar;
    private final String mainClass;
    private final List<String> args;
    private final List<String> jvmArgs = new ArrayList<>(List.of("-Xmx256m"));
    private final List<String> withoutJars = new ArrayList<>();
    private final List<String> moreJars = new ArrayList<>();
    private boolean isLogback;
    private boolean isAll;
    private List<String> under = List.of();
    private Path javaHome = Path.of(System.getProperty("java.home"));
    final Map<String, String> env = new TreeMap<>();

    WorkerConfig(Class<?> main, String... args) {
        jar = null;
        mainClass = main.getName();
        this.args = List.of(args);
    }

    WorkerConfig(Path jar, String main, String... args) {
        this.jar = jar;
        mainClass = main;
        this.args = List.of(args);
    }

    public WorkerConfig property(String name, String value) {
        return jvmArg("-D" + name + "=" + value);
    }

    /** Of two that say the same the later counts, as always with a JVM. */
    public WorkerConfig jvmArg(String arg) {
        jvmArgs.add(arg);
        return this;
    }

    public WorkerConfig env(String name, String value) {
        env.put(name, value);
        return this;
    }

    public WorkerConfig javaHome(Path home) {
        javaHome = home;
        return this;
    }

    /** Leaves jars out of the class path whose file names begin so. */
    public WorkerConfig withoutJars(String... prefixes) {
        withoutJars.addAll(Arrays.asList(prefixes));
        return this;
    }

    /** Takes the jars of a folder, and leaves out what of the same artifacts there is in other versions. */
    public WorkerConfig jarsOf(Path folder) {
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path file : jars.sorted().toList()) {
                moreJars.add(file.toString());
                withoutJars.add(file.getFileName().toString().replaceFirst("(?<=-)\\d.*", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** SLF4J is to log to Logback. */
    public WorkerConfig logback() {
        isLogback = true;
        return this;
    }

    /** Both of what SLF4J may log to are there, and one of them is chosen as in the test's JVM. */
    public WorkerConfig allOfTheTest() {
        isAll = true;
        return property("slf4j.provider", System.getProperty("slf4j.provider"));
    }

    /** Starts the JVM by another program, such as a tracer, which is the process then and must end when it does. */
    public WorkerConfig under(List<String> program) {
        under = List.copyOf(program);
        return this;
    }

    public WorkerProcess start() {
        return new WorkerProcess(this);
    }

    String name() {
        return jar == null ? mainClass : jar.toString();
    }

    /** In it what a SIGKILL keeps the process from deleting goes, as the native libraries that Kafka's client unpacks. */
    List<String> command(Path temporary) {
        List<String> command = new ArrayList<>(under);
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("-XX:-UsePerfData"); // leaves a file behind after a SIGKILL
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(jvmArgs);
        command.addAll(
                mainClass == null
                        ? List.of("-jar", jar.toString())
                        : List.of("-cp", classPath(temporary), WorkerMain.class.getName(), mainClass));
        command.addAll(args);
        return command;
    }

    private String classPath(Path temporary) {
        if (jar != null) {
            return jar + File.pathSeparator + ClassFile.copy(WorkerMain.class, temporary.resolve("classes"));
        }
        List<String> without = new ArrayList<>(withoutJars);
        if (!isAll) {
            without.add(isLogback ? "log4j-slf4j2-impl" : "logback-");
        }
        Stream<String> ofTheTest = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(element -> without.stream().noneMatch(new File(element).getName()::startsWith));
        return Stream.concat(ofTheTest, moreJars.stream()).collect(Collectors.joining(File.pathSeparator));
    }
}
