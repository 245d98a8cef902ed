package io.github.loglane.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One class of the tests for the class path of a process that is to have none of the others. */
final class ClassFile {

    private ClassFile() {}

    /** Returns {@code root}, in which the class then is. */
    static Path copy(Class<?> one, Path root) {
        String name = one.getName().replace('.', '/') + ".class";
        Path copy = root.resolve(name);
        if (Files.exists(copy)) {
            return root;
        }
        try (InputStream in = one.getClassLoader().getResourceAsStream(name)) {
            Files.createDirectories(copy.getParent());
            Files.copy(in, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return root;
    }
}
