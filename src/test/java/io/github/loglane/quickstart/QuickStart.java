package io.github.loglane.quickstart;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What Maven starts: runs {@link Stage} in another JVM and cleans up behind it, when it has ended, when this JVM is told
 * to stop, and when the process that started this one is gone.
 */
public final class QuickStart {

    private static final int PARENT_GONE = 86;
    private static final long STAGE_EXIT_SECONDS = 5;

    private QuickStart() {}

    /** @param args see {@link Plan#parse} */
    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            Plan.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        Path directory = Files.createTempDirectory("loglane-quickstart-");
        Process stage = startStage(directory, args);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stage, directory), "clean-up"));
        ProcessHandle.current().parent().ifPresent(QuickStart::endWith);
        System.exit(stage.waitFor());
    }

    private static Process startStage(Path directory, String[] args) throws IOException {
        List<String> command = Jvm.command(directory, "256m", List.of(), Stage.class);
        command.add(directory.toString());
        command.add(Boolean.toString(isTerminal()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void endWith(ProcessHandle parent) {
        CompletableFuture<Void> ignored = parent.onExit().thenRun(() -> System.exit(PARENT_GONE));
    }

    private static void end(Process stage, Path directory) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(stage.toHandle()), stage.descendants()).toList();
        stage.toHandle().destroy();
        try {
            stage.waitFor(STAGE_EXIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CleanUp.kill(all);
        CleanUp.delete(directory);
    }

    /** Whether colours make sense. Since JDK 22 there can be a console without a terminal. */
    @SuppressWarnings("SystemConsoleNull") // asked for both
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
