package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/** What {@code examples/security} is about, as processes that use its very files. One thread at a time. */
final class SecuredFleet {

    static final Path FILES = Path.of("examples/security");
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final String PASSWORD = "pa55-";
    private static final Pattern ACL_COMMAND = Pattern.compile("(?m)^ {4}kafka-acls\\.sh .* --add (.*)$");
    private static final Pattern OPTION = Pattern.compile("--(\\S+) (\\S+)");

    private final BrokerProcess broker;
    private final Path trusted;

    SecuredFleet(BrokerProcess broker, Path trusted) {
        this.broker = broker;
        this.trusted = trusted;
    }

    /** One operation that a user is allowed on a topic. */
    record Right(String user, AclOperation operation, String topic) {

        /** As Kafka's {@code kafka-acls.sh} names the operation. */
        String name() {
            return Stream.of(operation.name().split("_", -1))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining());
        }

        /** As the tools name it. */
        String text() {
            return name() + " on topic " + topic;
        }
    }

    /** Those that the ACL commands of the README give. */
    static List<Right> documentedRights() throws IOException {
        List<Right> rights = new ArrayList<>();
        ACL_COMMAND
                .matcher(Files.readString(FILES.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .forEach(command -> options(command, "operation")
                        .forEach(operation -> options(command, "topic")
                                .forEach(topic -> rights.add(new Right(
                                        options(command, "allow-principal")
                                                .get(0)
                                                .substring("User:".length()),
                                        SecuredFleet.operation(operation),
                                        topic)))));
        return rights;
    }

    static AclOperation operation(String name) {
        return AclOperation.valueOf(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    private static List<String> options(String command, String name) {
        return OPTION.matcher(command)
                .results()
                .filter(match -> match.group(1).equals(name))
                .map(match -> match.group(2))
                .toList();
    }

    static String password(String user) {
        return PASSWORD + user;
    }

    void allow(Right right) {
        broker.access().allow(right.user, right.topic, right.operation);
    }

    void revoke(Right right) {
        broker.access().revoke(right.user, right.topic, right.operation);
    }

    void putUser(String user) {
        broker.access().putUser(user, password(user));
    }

    /** The application with one of the configurations of the example, its right passwords and the right certificate. */
    WorkerConfig app(Path configuration) {
        return common(SecuredApp.class, trusted)
                .property("log4j2.configurationFile", configuration.toString())
                .env("WORKER_ID", "3")
                .env("LOGS_WRITER_PASSWORD", password("logs-writer"))
                .env("CONF_READER_PASSWORD", password("conf-reader"));
    }

    /** A command line, up to its end; Kafka's client tells all it does, so that a password in it would be seen. */
    Ran run(String user, String line) {
        return run(user, password(user), trusted, line);
    }

    Ran run(String user, String password, Path trust, String line) {
        try (WorkerProcess process = start(user, password, trust, line)) {
            int exitCode = process.awaitExit(TIMEOUT);
            return new Ran(exitCode, printed(process), process.errors());
        }
    }

    /** A command that ends by Ctrl-C only. */
    WorkerProcess start(String user, String line) {
        return start(user, password(user), trusted, line);
    }

    private WorkerProcess start(String user, String password, Path trust, String line) {
        String[] words = Stream.concat(
                        Stream.of(line.split(" ", -1)),
                        Stream.of(
                                "--command-config",
                                FILES.resolve("client.properties").toString()))
                .toArray(String[]::new);
        return common(LoglaneTools.class, trust, words)
                .jvmArg("-XX:TieredStopAtLevel=1")
                .property("org.apache.logging.log4j.level", "INFO")
                .env("KAFKA_USER", user)
                .env("KAFKA_PASSWORD", password)
                .start();
    }

    WorkerConfig common(Class<?> main, Path trust, String... words) {
        return WorkerProcess.of(main, words)
                .env("KAFKA_BOOTSTRAP_SERVERS", broker.saslBootstrapServers())
                .env("KAFKA_CA", trust.toString());
    }

    /** Everything that it said; fails where a password is in it. */
    static String printed(WorkerProcess process) {
        String all = String.join("\n", process.lines()) + "\n" + process.errors();
        assertThat(all).doesNotContain(PASSWORD);
        return all;
    }

    /** Waits for a line of standard error or output. */
    static void awaitPrinted(WorkerProcess process, Predicate<String> condition) {
        await().atMost(TIMEOUT).until(() -> condition.test(printed(process)));
    }

    /** How a command ended. */
    record Ran(int exitCode, String printed, String errors) {}
}
