package io.github.loglane.versions;

import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row of the matrix: a framework and Kafka's client, each in a version. The build puts the jars of each version into a folder,
 * but not those of {@link #LATEST}, which are on the class path already.
 */
record Row(Front front, String version, String kafka) {

    /** What was compiled with. */
    static final String LATEST = "latest";

    /** All rows of the matrix, or its corners only. */
    static final boolean IS_WHOLE = Boolean.getBoolean("loglane.matrix");

    private static final Path FOLDERS = Path.of("target", "versions");
    private static final String KAFKA = "kafka";

    enum Front {
        LOG4J2("log4j", Log4jRowWorker.class, "log4j2.configurationFile", "log4j2.xml") {
            @Override
            WorkerConfig on(WorkerConfig config) {
                return config.withoutJars("logback");
            }
        },
        LOGBACK("logback", LogbackRowWorker.class, "logback.configurationFile", "logback.xml") {
            @Override
            WorkerConfig on(WorkerConfig config) {
                return config.logback().withoutJars("log4j");
            }
        };

        final String folder;
        private final Class<?> worker;
        private final String fileProperty;
        private final String file;

        Front(String folder, Class<?> worker, String fileProperty, String file) {
            this.folder = folder;
            this.worker = worker;
            this.fileProperty = fileProperty;
            this.file = file;
        }

        abstract WorkerConfig on(WorkerConfig config);

        Row latest() {
            return new Row(this, LATEST, LATEST);
        }
    }

    /** Every version of the front with every version of Kafka's client; of the corners, oldest with oldest and latest with latest. */
    static List<Row> of(Front front) {
        List<String> fronts = versions(front.folder);
        List<String> kafkas = versions(KAFKA);
        if (!IS_WHOLE) {
            return List.of(new Row(front, fronts.get(0), kafkas.get(0)), front.latest());
        }
        List<Row> rows = new ArrayList<>();
        fronts.forEach(version -> kafkas.forEach(kafka -> rows.add(new Row(front, version, kafka))));
        return rows;
    }

    /** From the oldest to {@link #LATEST}, which is always there, as is one other at least. */
    static List<String> versions(String folder) {
        try (Stream<Path> folders = Files.list(FOLDERS.resolve(folder))) {
            List<String> versions =
                    new ArrayList<>(folders.map(path -> path.getFileName().toString())
                            .sorted(Comparator.comparing(Version::parse))
                            .toList());
            versions.add(LATEST);
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException("the build makes it in the phase pre-integration-test", e);
        }
    }

    /** An application with the jars of this row, and none that it does not need. */
    WorkerConfig worker(String topic, String bootstrapServers) {
        WorkerConfig config = front.on(WorkerProcess.of(front.worker))
                .withoutJars("jackson-databind", "picocli", "disruptor", "kafka_", "kafka-server", "scala")
                .jvmArg("-Xmx96m")
                .jvmArg("-XX:+UseSerialGC")
                .jvmArg("-XX:TieredStopAtLevel=1")
                .property(front.fileProperty, "io/github/loglane/versions/" + front.file)
                .property("bootstrap", bootstrapServers)
                .property("topic", topic);
        return withJars(config);
    }

    WorkerConfig withJars(WorkerConfig config) {
        if (!version.equals(LATEST)) {
            config.jarsOf(FOLDERS.resolve(front.folder).resolve(version));
        }
        if (!kafka.equals(LATEST)) {
            config.jarsOf(FOLDERS.resolve(KAFKA).resolve(kafka));
        }
        return config;
    }

    /** Also a topic's name. */
    @Override
    public String toString() {
        return front.folder + '-' + version + "-kafka-" + kafka;
    }
}
