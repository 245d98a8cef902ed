package io.github.loglane.tools;

import static io.github.loglane.tools.SecuredFleet.TIMEOUT;
import static io.github.loglane.tools.SecuredFleet.awaitPrinted;
import static io.github.loglane.tools.SecuredFleet.printed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Certificates;
import io.github.loglane.testkit.WorkerConfig;
import io.github.loglane.testkit.WorkerProcess;
import io.github.loglane.tools.SecuredFleet.Ran;
import io.github.loglane.tools.SecuredFleet.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, passwords and permissions: the files of {@code examples/security} and the rights that their README gives. */
@Timeout(600)
class SecuredFleetIT {

    /** A call that waits for Kafka waits for {@code max.block.ms}, a minute; the first one also starts Log4j. */
    private static final int BLOCKED_MS = 30_000;

    private static final String WRONG = "pa55-wrong";

    @TempDir
    private static Path dir;

    private static Certificates certificates;
    private static BrokerProcess broker;
    private static SecuredFleet fleet;

    @BeforeAll
    static void start() throws IOException {
        certificates = new Certificates(dir);
        broker = BrokerProcess.config().secured(certificates).start();
        fleet = new SecuredFleet(broker, certificates.trusted());
        List<Right> rights = SecuredFleet.documentedRights();
        assertThat(rights.stream().map(Right::user).distinct()).hasSize(5);
        rights.stream().map(Right::user).distinct().forEach(fleet::putUser);
        rights.forEach(fleet::allow);
        Ran made = fleet.run("topics-admin", "topics create --partitions 3");
        assertThat(made.exitCode()).as(made.printed()).isZero();
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private static void runs(String user, String line, String... printed) {
        Ran ran = fleet.run(user, line);
        assertThat(ran.exitCode()).as(ran.printed()).isZero();
        assertThat(ran.printed()).contains(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log4j2.xml", "log4j2-files.xml"})
    void fleet_worksWithTheRightsOfTheReadme(String configuration) throws IOException {
        for (String user : List.of("logs-writer", "conf-reader")) {
            Files.writeString(dir.resolve(user), SecuredFleet.password(user));
        }
        // Log4j looks nothing up within an escaped reference, so the directory of the secrets is written out
        Path placed = Files.writeString(
                dir.resolve(configuration),
                Files.readString(SecuredFleet.FILES.resolve(configuration)).replace("/run/secrets", dir.toString()));
        int before = broker.topics().reader("logs").all().size();
        WorkerConfig config = fleet.app(placed);
        try (WorkerProcess watch = fleet.start("conf-writer", "conf watch");
                WorkerProcess app = config.start()) {
            awaitPrinted(watch, text -> text.contains("watching conf and logs"));
            assertNotBlocked(app, 100);
            awaitLevel(app, "INFO");
            awaitEvents(before + 100);
            runs("conf-writer", "conf set --level com.acme=WARN --wait 1m", "1 applied");
            awaitLevel(app, "WARN");
            runs("conf-writer", "conf get", "com.acme");
            runs("conf-writer", "conf reset --level com.acme --wait 1m", "1 applied");
            awaitLevel(app, "INFO");
            awaitPrinted(watch, text -> text.contains("applied"));
            assertThat(end(app)).doesNotContain(" WARN ", " ERROR ");
            runs("logs-reader", "audit --require-end", "verdict: complete: 0 missing");
            runs("topics-admin", "topics describe", "cleanup.policy=compact");
        }
    }

    /** Each right is needed, no other is, and a missing one is named; as the README's table has it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            audit                                               | Read logs
            tail                                                | Read logs
            workers                                             | Read logs
            conf get                                            | Read conf
            conf set --level com.acme=INFO                      | Write conf
            conf set --wait 1s --level com.acme=INFO            | Write conf, Read logs
            conf put --config flags=FLAGS                       | Write conf
            conf put --wait 1s --config flags=FLAGS             | Write conf, Read logs
            conf reset --level com.acme                         | Read conf, Write conf
            conf reset --wait 1s --level com.acme               | Read conf, Write conf, Read logs
            conf watch                                          | Read conf, Read logs
            topics create --logs-topic a-logs --conf-topic a-conf | Create a-logs, Create a-conf, Describe a-logs, \
            DescribeConfigs a-logs, Describe a-conf, DescribeConfigs a-conf
            topics describe                                     | Describe logs, DescribeConfigs logs, Describe conf, \
            DescribeConfigs conf
            """)
    void command_needsItsRightsAndNamesTheOneThatIsMissing(String command, String needed) throws IOException {
        String user = "user-" + command.replaceAll("\\W+", "-");
        fleet.putUser(user);
        List<Right> rights =
                Stream.of(needed.split(", ", -1)).map(text -> right(user, text)).toList();
        assertThat(Files.readString(SecuredFleet.FILES.resolve("README.md")).lines())
                .as("documented")
                .anyMatch(line -> line.contains('`' + command.replaceAll("( 1s)? --(?!wait).*", "") + '`')
                        && line.endsWith("| " + cell(rights, "logs") + "| " + cell(rights, "conf") + "|"));
        String line = command.replace(
                "FLAGS", Files.writeString(dir.resolve("flags.json"), "{}").toString());
        rights.forEach(fleet::allow);
        for (Right missing : rights) {
            fleet.revoke(missing);
            Ran ran = fleet.run(user, line);
            assertThat(ran.exitCode()).as(ran.printed()).isEqualTo(FailureReport.NOT_DONE);
            // conf reset may note before that what it takes back is not set
            assertThat(ran.errors().lines())
                    .last()
                    .asString()
                    .startsWith("expecting: permission " + missing.text() + ", found: TopicAuthorizationException: ");
            fleet.allow(missing);
        }
        assertAllowed(user, line);
    }

    private static void assertAllowed(String user, String line) {
        if (line.endsWith(" watch")) {
            try (WorkerProcess watch = fleet.start(user, line)) {
                awaitPrinted(watch, text -> text.contains("watching "));
            }
            return;
        }
        Ran ran = fleet.run(user, line);
        assertThat(ran.exitCode()).as(ran.printed()).isNotEqualTo(FailureReport.NOT_DONE);
        assertThat(ran.errors()).doesNotContain("expecting: ");
    }

    private static Right right(String user, String text) {
        String[] words = text.split(" ", -1);
        return new Right(user, SecuredFleet.operation(words[0]), words[1]);
    }

    /** What the table says of a topic. */
    private static String cell(List<Right> rights, String topic) {
        String operations = rights.stream()
                .filter(right -> right.topic().endsWith(topic))
                .map(Right::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return operations.isEmpty() ? "" : operations + ' ';
    }

    @Test
    void wrongPassword_isToldSoonAndShownNowhere() {
        Ran ran = fleet.run("logs-reader", WRONG, certificates.trusted(), "audit --timeout-seconds 10");
        assertThat(ran.exitCode()).as(ran.printed()).isEqualTo(FailureReport.NOT_DONE);
        assertThat(ran.errors().lines())
                .singleElement()
                .asString()
                .startsWith("expecting: credentials that 127.0.0.1:")
                .contains("SaslAuthenticationException");
        try (WorkerProcess app = fleet.app(SecuredFleet.FILES.resolve("log4j2.xml"))
                .env("LOGS_WRITER_PASSWORD", WRONG)
                .env("CONF_READER_PASSWORD", WRONG)
                .start()) {
            assertNotBlocked(app, 1_000);
            awaitPrinted(app, text -> text.contains("the producer is replaced after SaslAuthenticationException"));
            awaitPrinted(
                    app, text -> text.contains("topic conf cannot be read") && text.contains("invalid credentials"));
            assertThat(end(app)).contains("events");
        }
    }

    @Test
    void strangersCertificate_isToldSoon() {
        String user = "logs-reader";
        Ran ran = fleet.run(user, SecuredFleet.password(user), certificates.stranger(), "audit --timeout-seconds 10");
        assertThat(ran.exitCode()).as(ran.printed()).isEqualTo(FailureReport.NOT_DONE);
        assertThat(ran.errors().lines())
                .singleElement()
                .asString()
                .startsWith("expecting: a certificate of 127.0.0.1:")
                .contains("unable to find valid certification path");
        try (WorkerProcess app = fleet.app(SecuredFleet.FILES.resolve("log4j2.xml"))
                .env("KAFKA_CA", certificates.stranger().toString())
                .start()) {
            assertNotBlocked(app, 1_000);
            awaitPrinted(app, text -> text.contains("the producer is replaced after SslAuthenticationException"));
            awaitPrinted(
                    app, text -> text.contains("topic conf cannot be read") && text.contains("certification path"));
            assertThat(end(app)).contains("events");
        }
    }

    @Test
    void appWithoutItsRights_logsOnAndSaysWhatIsMissingUntilItIsAllowed() {
        Right write = new Right("logs-writer", AclOperation.WRITE, "logs");
        Right read = new Right("conf-reader", AclOperation.READ, "conf");
        fleet.revoke(write);
        fleet.revoke(read);
        int before = broker.topics().reader("logs").all().size();
        try (WorkerProcess app =
                fleet.app(SecuredFleet.FILES.resolve("log4j2.xml")).start()) {
            assertNotBlocked(app, 1_000);
            awaitPrinted(app, text -> text.contains("Not authorized to access topics: [logs]"));
            awaitPrinted(app, text -> text.contains("topic conf cannot be read"));
            fleet.allow(write);
            fleet.allow(read);
            awaitEvents(before + 1_000);
            end(app);
        } finally {
            fleet.allow(write);
            fleet.allow(read);
        }
    }

    private static void assertNotBlocked(WorkerProcess app, int events) {
        app.awaitLine(line -> line.startsWith(SecuredApp.LOGGED), TIMEOUT);
        app.send("log " + events);
        await().atMost(TIMEOUT)
                .until(() -> app.lines().stream()
                                .filter(line -> line.startsWith(SecuredApp.LOGGED))
                                .count()
                        > 1);
        assertThat(app.lines().stream().filter(line -> line.startsWith(SecuredApp.LOGGED)))
                .allSatisfy(line -> assertThat(Long.parseLong(line.substring(SecuredApp.LOGGED.length())))
                        .isLessThan(BLOCKED_MS));
    }

    private static void awaitEvents(int count) {
        assertThat(broker.topics().reader("logs").awaitDistinctKeys(count, TIMEOUT))
                .isNotEmpty();
    }

    private static void awaitLevel(WorkerProcess app, String level) {
        await("level " + level).atMost(TIMEOUT).until(() -> {
            int before = app.lines().size();
            app.send("level");
            await().atMost(TIMEOUT).until(() -> app.lines().size() > before);
            return app.lines().get(app.lines().size() - 1).equals("level " + level);
        });
    }

    /** Ends it, and gives all that it printed. */
    private static String end(WorkerProcess app) {
        app.send("end");
        assertThat(app.awaitExit(TIMEOUT)).isZero();
        return printed(app);
    }
}
