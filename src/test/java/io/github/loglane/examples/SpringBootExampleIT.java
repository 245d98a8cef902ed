package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.loglane.journal.JournalFiles;
import io.github.loglane.journal.JournalView;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.testkit.WorkerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code examples/spring-boot} as its users run it, from a fat jar, with each front: it starts and serves without a broker, and
 * all that it printed to its console is in Kafka in the end, once and in order, with what a request logs that is under way when
 * it is stopped.
 */
@Tag("jdk25")
class SpringBootExampleIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Path EXAMPLE = Path.of("examples", "spring-boot");
    private static final Path JARS = Path.of("target", "spring-boot");
    private static final List<String> NAMES = List.of("books.jar", "books-log4j2.jar");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern CONSOLE =
            Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]+ +\\[([^]]+)] \\[[^]]*] (.*)");

    /** Of their lines nothing goes to Kafka. */
    private static final Pattern OWN_THREADS = Pattern.compile("(kafka-producer-network-thread \\| )?loglane-.*");

    private static final int EXIT_BY_SIGTERM = 143;

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private URI url;

    /** The test on a second JDK takes the jars of the first one. */
    @BeforeAll
    static void buildBoth(@TempDir Path directory) throws Exception {
        BROKER.topics().create("logs", 2);
        if (areBuilt()) {
            return;
        }
        try (ScratchBuild build = new ScratchBuild(Path.of("examples", "spring-boot"), directory)) {
            assertThat(build.maven(Map.of(), "package"))
                    .containsPattern("Tests run: [1-9]\\d*, Failures: 0, Errors: 0, Skipped: 0\n");
            build.maven(Map.of(), "-Plog4j2", "-DskipTests", "package");
            Files.createDirectories(JARS);
            for (String name : NAMES) {
                Files.move(
                        build.project().resolve("target").resolve(name),
                        JARS.resolve(name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean areBuilt() throws IOException {
        long newest = Files.getLastModifiedTime(ScratchBuild.LOGLANE).toMillis();
        try (Stream<Path> sources = Files.walk(EXAMPLE)) {
            for (Path source : sources.toList()) {
                newest = Math.max(newest, Files.getLastModifiedTime(source).toMillis());
            }
        }
        for (String name : NAMES) {
            Path jar = JARS.resolve(name);
            if (!Files.exists(jar) || Files.getLastModifiedTime(jar).toMillis() < newest) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource({"books.jar, 1", "books-log4j2.jar, 2"})
    void application_servesWithoutABrokerAndLosesNoLine(String jar, int worker, @TempDir Path directory)
            throws Exception {
        Path journal = directory.resolve("journal");
        BROKER.stop();
        try (WorkerProcess application = start(jar, worker, journal)) {
            awaitServing(application);
            sendRequests();
            assertThat(metric("loglane.appended")).isPositive();
            assertThat(metric("loglane.acked")).isZero();
            assertThat(metric("loglane.journal.used")).isPositive();
            // which takes some seconds without a broker
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> !statusLines(application).isEmpty());
            BROKER.start();
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(metric("loglane.acked")).isEqualTo(metric("loglane.appended")));
            assertThat(metric("loglane.dropped?tag=cause:full")).isZero();
            stopDuringARequest(application);
            assertEverything(application, worker);
        }
        assertThat(JournalFiles.in(journal)).hasSize(1);
        try (JournalView view = JournalView.open(JournalFiles.in(journal).get(0))) {
            assertThat(view.pending().records()).isZero();
        }
    }

    private static WorkerProcess start(String jar, int worker, Path journal) {
        return WorkerProcess.executable(JARS.resolve(jar).toAbsolutePath())
                .jvmArg("-XX:TieredStopAtLevel=1")
                .env("PORT", "0")
                .env("KAFKA_BOOTSTRAP_SERVERS", BROKER.bootstrapServers())
                .env("WORKER_ID", Integer.toString(worker))
                .env("JOURNAL_DIRECTORY", journal.toString())
                .start();
    }

    private void awaitServing(WorkerProcess application) throws Exception {
        Matcher port =
                PORT.matcher(application.awaitLine(line -> PORT.matcher(line).find(), TIMEOUT));
        assertThat(port.find()).isTrue();
        url = URI.create("http://127.0.0.1:" + port.group(1));
        application.awaitLine(line -> line.contains("Started BooksApplication"), TIMEOUT);
        assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"");
    }

    private void sendRequests() throws Exception {
        assertThat(get("/books/17?token=my-secret&page=2").statusCode()).isEqualTo(200);
        assertThat(get("/books/17/price?key=my-secret").body()).isEqualTo("22\n");
        assertThat(get("/books/100/price?password=my-secret").statusCode()).isEqualTo(500);
        assertThat(get("/books/100").statusCode()).isEqualTo(404);
    }

    /** The body of the request ends only when the application has begun to stop. */
    private void stopDuringARequest(WorkerProcess application) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            OutputStream out = socket.getOutputStream();
            String head = String.join(
                    "\r\n",
                    "POST /books HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Content-Length: 10",
                    "",
                    "");
            out.write((head + "Dune\n").getBytes(StandardCharsets.US_ASCII));
            application.awaitLine(line -> line.endsWith("book added: Dune"), TIMEOUT);
            application.terminate();
            application.awaitLine(line -> line.contains("Commencing graceful shutdown"), TIMEOUT);
            out.write("Emma\n".getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(response).startsWith("HTTP/1.1 200").endsWith("2 books\n");
        }
        assertThat(application.awaitExit(TIMEOUT)).isEqualTo(EXIT_BY_SIGTERM);
    }

    private void assertEverything(WorkerProcess application, int worker) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (Read read : BROKER.topics().reader("logs").all()) {
            if (Integer.toString(worker).equals(read.header("w"))) {
                assertThat(read.text()).doesNotContain("my-secret");
                events.add(JSON.readTree(read.value()));
            }
        }
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("seq").asInt()).isEqualTo(i + 1);
        }
        assertThat(events.remove(0).path("kind").asText()).isEqualTo("begin");
        assertThat(events.remove(events.size() - 1).path("kind").asText()).isEqualTo("end");

        Map<String, List<String>> delivered = new TreeMap<>();
        events.forEach(event -> add(
                delivered, event.path("thread").asText(), event.path("message").asText()));
        assertThat(delivered).isEqualTo(printed(application));
        assertThat(delivered.get("main")).first().asString().startsWith("Starting BooksApplication");
        assertRequests(events);
        assertStatusLines(application);
    }

    /** The messages of the console by their threads, each of which is in order there and in Kafka. */
    private static Map<String, List<String>> printed(WorkerProcess application) {
        Map<String, List<String>> printed = new TreeMap<>();
        for (String line : application.lines()) {
            Matcher matcher = CONSOLE.matcher(line);
            if (matcher.matches() && !OWN_THREADS.matcher(matcher.group(1)).matches()) {
                add(printed, matcher.group(1), matcher.group(2));
            }
        }
        return printed;
    }

    private static void add(Map<String, List<String>> byThread, String thread, String message) {
        byThread.computeIfAbsent(thread, any -> new ArrayList<>()).add(message);
    }

    private static void assertRequests(List<JsonNode> events) throws IOException {
        JsonNode shown = event(events, "book 17 shown").path("request");
        assertThat(shown)
                .isEqualTo(
                        JSON.readTree("{\"id\":\"id-of-17\",\"method\":\"GET\",\"url\":\"/books/17?token=***&page=2\","
                                + "\"remoteAddr\":\"127.0.0.1\",\"userAgent\":\"books-test\"}"));
        JsonNode lookedUp = event(events, "price of book 17 looked up");
        assertThat(lookedUp.path("thread").asText()).startsWith("task-");
        assertThat(lookedUp.at("/request/url").asText()).isEqualTo("/books/17/price?key=***");
        JsonNode failed = event(events, "request failed");
        assertThat(failed.at("/request/url").asText()).isEqualTo("/books/100/price?password=***");
        assertThat(failed.at("/exception/message").asText()).isEqualTo("no price of book 100");
        JsonNode last = event(events, "import ends: 2 books");
        assertThat(last.at("/request/method").asText()).isEqualTo("POST");
        assertThat(events.indexOf(last))
                .isGreaterThan(events.indexOf(
                        event(events, "Commencing graceful shutdown. Waiting for active requests" + " to complete")));
        assertThat(events)
                .filteredOn(event -> event.has("request"))
                .allSatisfy(event -> assertThat(event.path("logger").asText()).startsWith("com.example.books."));
        assertThat(events)
                .filteredOn(event -> event.path("level").asText().equals("ERROR"))
                .hasSize(1);
    }

    /** No line that is not known, and none twice. */
    private static void assertStatusLines(WorkerProcess application) {
        assertThat(statusLines(application))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(line -> assertThat(line)
                        .containsAnyOf(
                                "loglane Kafka: no metadata of topic 'logs' yet",
                                "loglane Kafka: no acknowledgement from Kafka for",
                                "loglane Kafka: its own thread"));
    }

    private static JsonNode event(List<JsonNode> events, String message) {
        List<JsonNode> found = events.stream()
                .filter(event -> event.path("message").asText().equals(message))
                .toList();
        assertThat(found).as(message).hasSize(1);
        return found.get(0);
    }

    /** The sum over all pipelines, of which there is one. */
    private double metric(String name) throws Exception {
        JsonNode metric = JSON.readTree(get("/actuator/metrics/" + name).body());
        for (JsonNode tag : metric.path("availableTags")) {
            if (tag.path("tag").asText().equals("pipeline")) {
                assertThat(tag.path("values")).hasToString("[\"Kafka/logs\"]");
            }
        }
        return metric.at("/measurements/0/value").asDouble(-1);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(TIMEOUT)
                .header("X-Request-Id", path.startsWith("/books/17?") ? "id-of-17" : "another")
                .header("X-Forwarded-For", "192.0.2.7")
                .header("User-Agent", "books-test");
    }

    private static List<String> statusLines(WorkerProcess application) {
        return Stream.concat(
                        application.errors().lines(),
                        application.lines().stream()
                                .filter(line -> !CONSOLE.matcher(line).matches()))
                .filter(line -> line.contains("WARN ") || line.contains("ERROR "))
                .toList();
    }
}
