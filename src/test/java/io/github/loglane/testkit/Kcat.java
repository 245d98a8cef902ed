package io.github.loglane.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Reads topics by a client that shares no code with ours: {@code kcat}, where it is installed. */
public final class Kcat {

    private Kcat() {}

    /** Skips the test on a machine without kcat. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(isInstalled(), "kcat is not installed (Debian: apt-get install kcat)");
    }

    /**
     * All records of a topic up to its end, one object each: topic, partition, offset, ts, key, headers (a flat array
     * of names and values) and payload (a string).
     */
    public static List<JsonNode> read(String bootstrapServers, String topic) {
        String out = run("-C", "-b", bootstrapServers, "-t", topic, "-o", "beginning", "-e", "-q", "-J");
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> records = new ArrayList<>();
        try {
            for (String line : out.lines().toList()) {
                records.add(json.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    /** Runs kcat with these arguments; its standard output. Fails if kcat does. */
    public static String run(String... args) {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + process.exitValue());
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isInstalled() {
        try {
            new ProcessBuilder("kcat", "-V")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
