package io.github.loglane.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.versions.Row.Front;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of what knows a framework or Kafka's client, with each older version of it, in a JVM of their own. Long: only in the whole matrix. */
@EnabledIfSystemProperty(named = "loglane.matrix", matches = "true")
@Tag("jdk25")
class MatrixIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    static List<Row> frontRows() {
        return Stream.of(Front.values())
                .flatMap(front -> older(front.folder).map(version -> new Row(front, version, Row.LATEST)))
                .toList();
    }

    static List<Row> kafkaRows() {
        return older("kafka")
                .map(version -> new Row(Front.LOG4J2, Row.LATEST, version))
                .toList();
    }

    private static Stream<String> older(String folder) {
        return Row.versions(folder).stream().filter(version -> !version.equals(Row.LATEST));
    }

    @ParameterizedTest
    @MethodSource("frontRows")
    void testsOfTheFront_passWithEachVersion(Row row) {
        run(row, row.front() == Front.LOG4J2 ? "log4j2" : "logback", ".*(Test|FrontIT|EventIT)");
    }

    @ParameterizedTest
    @MethodSource("kafkaRows")
    void testsOfTheShipperAndOfConf_passWithEachVersionOfKafkasClient(Row row) {
        run(row, "ship", ".*Test"); // the proxy of the others reads the wire by classes of the latest
        run(row, "conf", ".*(Test|IT)");
        run(row, "log4j2", ".*\\.ConfIT");
    }

    private static void run(Row row, String part, String classes) {
        WorkerConfig config = WorkerProcess.of(RowTests.class, "io.github.loglane." + part, classes)
                .allOfTheTest()
                .property("loglane.broker.classpath", System.getProperty("java.class.path"))
                .jvmArg("-Xmx768m");
        try (WorkerProcess tests = row.withJars(config).start()) {
            int status = tests.awaitExit(TIMEOUT);
            List<String> lines = tests.lines();
            String summary = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
            System.out.println(row + ", " + part + ": " + summary);
            assertThat(status)
                    .as("%s, %s:%n%s%n%s", row, part, String.join("\n", lines), tests.errors())
                    .isZero();
        }
    }
}
