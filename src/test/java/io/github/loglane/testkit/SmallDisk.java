package io.github.loglane.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few MiB, mounted for one test; the test is skipped where nobody may mount. One thread at a time. */
public final class SmallDisk implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 << 10;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** @param directory created, and the place where the disk is */
    public static SmallDisk mount(Path directory, long bytes) throws IOException {
        Files.createDirectories(directory);
        String size = "size=" + bytes;
        String said = run(List.of("mount", "-t", "tmpfs", "-o", size, "loglane-test", directory.toString()));
        Assumptions.assumeTrue(said == null, "expecting: the right to mount a tmpfs, found: " + said);
        return new SmallDisk(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Lets nothing be written any more, or again. */
    public void readOnly(boolean value) {
        String option = "remount," + (value ? "ro" : "rw");
        String said = run(List.of("mount", "-o", option, directory.toString()));
        if (said != null) {
            throw new IllegalStateException("expecting: " + option + ", found: " + said);
        }
    }

    /** Takes what room there is; returns the file to delete. */
    public Path fill() throws IOException {
        Path filler = directory.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            fill(out);
        }
        return filler;
    }

    private static void fill(OutputStream out) throws IOException {
        for (int bytes = CHUNK_BYTES; bytes > 0; bytes /= 2) {
            boolean hasRoom = true;
            while (hasRoom) {
                hasRoom = tryWrite(out, bytes);
            }
        }
    }

    private static boolean tryWrite(OutputStream out, int bytes) throws IOException {
        try {
            out.write(new byte[bytes]);
            return true;
        } catch (IOException full) {
            if (String.valueOf(full.getMessage()).contains("No space")) {
                return false;
            }
            throw full;
        }
    }

    /** What the command said where it failed, or {@code null}. */
    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return "no end of " + command;
            }
            return process.exitValue() == 0 ? null : "exit " + process.exitValue() + ": " + said;
        } catch (IOException noSuchProgram) {
            return noSuchProgram.getMessage();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "an interrupt";
        }
    }

    /** Also while files are open: what has them keeps them. */
    @Override
    public void close() {
        String said = run(List.of("umount", "--lazy", directory.toString()));
        if (said != null) {
            throw new UncheckedIOException(new IOException("umount " + directory + ": " + said));
        }
    }
}
