package io.github.loglane.quickstart;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands for JVMs of this JDK and this class path, which start quickly and put their temporary files where told. */
final class Jvm {

    private Jvm() {}

    static List<String> command(Path temporary, String heap, List<String> options, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.add("--enable-native-access=ALL-UNNAMED"); // of lz4, which JDK 24 and newer would warn of
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        return command;
    }

    /** Without Logback: with two things to log to, SLF4J warns. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(element -> !new File(element).getName().startsWith("logback-"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
