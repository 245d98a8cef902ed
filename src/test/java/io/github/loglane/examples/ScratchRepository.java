package io.github.loglane.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local Maven repository for one test: links to all that the build's own one holds, so that nothing is downloaded
 * twice, but its own loglane.
 */
final class ScratchRepository implements AutoCloseable {

    private final Path root;
    private final List<Path> links = new ArrayList<>();

    /** @param parent the build's own local repository */
    ScratchRepository(Path root, Path parent) throws IOException {
        this.root = root;
        link(root, parent, List.of("io", "github", "loglane"));
    }

    Path root() {
        return root;
    }

    /** As {@code mvn install} does. */
    void install(String version, Path jar, Path pom) throws IOException {
        Path directory = Files.createDirectories(root.resolve(Path.of("io", "github", "loglane", "loglane", version)));
        Files.copy(jar, directory.resolve("loglane-" + version + ".jar"));
        Files.copy(pom, directory.resolve("loglane-" + version + ".pom"));
    }

    /** Takes away the links, so that nothing that deletes the rest comes near what they lead to. */
    @Override
    public void close() throws IOException {
        for (Path link : links) {
            Files.delete(link);
        }
    }

    private void link(Path to, Path from, List<String> own) throws IOException {
        Files.createDirectories(to);
        if (own.isEmpty()) {
            return;
        }
        link(to.resolve(own.get(0)), from.resolve(own.get(0)), own.subList(1, own.size()));
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (!name.equals(own.get(0))) {
                    links.add(Files.createSymbolicLink(to.resolve(name), child));
                }
            }
        }
    }
}
