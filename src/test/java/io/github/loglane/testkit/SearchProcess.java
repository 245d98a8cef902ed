package io.github.loglane.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * A real OpenSearch in a JVM and on a class path of its own: one node on 127.0.0.1, whose data and log are in the directory that it is
 * given. {@code mvn verify} tells it where its jars are.
 *
 * <p>One thread at a time.
 */
public final class SearchProcess implements AutoCloseable {

    private static final Path CLASS_PATH = Path.of("target", "search-engine.classpath");
    private static final Path MAIN = Path.of("src", "test", "opensearch", "SearchNode.java");
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final int port = FreePorts.next();
    private final Path log;
    private final ChildProcess process;

    /** Starts it without waiting. */
    public SearchProcess(Path directory) throws IOException {
        if (!Files.exists(CLASS_PATH)) {
            throw new IllegalStateException(
                    "expecting: " + CLASS_PATH + " as `mvn verify` makes it, found: no such file");
        }
        log = directory.resolve("search.log");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ChildProcess(new ProcessBuilder(
                        java,
                        "-Xmx512m",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        Files.readString(CLASS_PATH),
                        MAIN.toString(),
                        directory.toString(),
                        String.valueOf(port),
                        String.valueOf(FreePorts.next()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
    }

    public void awaitReady() {
        try {
            Awaitility.await().atMost(START_TIMEOUT).until(() -> !process.isAlive() || answers());
            if (!process.isAlive()) {
                throw new IllegalStateException("expecting: OpenSearch, found: it ended\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try {
            return get("/").has("version");
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public JsonNode get(String path) {
        return call(HttpRequest.newBuilder(uri(path)).build());
    }

    public JsonNode put(String path, String body) {
        return call(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    public JsonNode post(String path, String body) {
        return call(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private URI uri(String path) {
        return URI.create(url() + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("content-type", "application/json");
    }

    /** The answer; fails where it is an error. */
    private JsonNode call(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError("expecting: success, found: " + response + " " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it; its files go with the directory. */
    @Override
    public void close() {
        process.kill();
    }
}
