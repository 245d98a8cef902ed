package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.loglane.PipelineConfig;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The numbers and names in {@code examples/kubernetes} fit together. No cluster can be had here that would take them. */
class KubernetesTest {

    private static final Path FILE = Path.of("examples/kubernetes/orders.yaml");
    private static final long GIB = 1L << 30;

    private static List<JsonNode> documents;
    private static JsonNode set;
    private static JsonNode pod;
    private static JsonNode container;
    private static Element appender;

    @BeforeAll
    static void read() throws Exception {
        documents = Yaml.parse(Files.readString(FILE));
        set = document("StatefulSet").path("spec");
        pod = set.at("/template/spec");
        container = pod.at("/containers/0");
        byte[] xml = document("ConfigMap").at("/data/log4j2.xml").asText().getBytes(StandardCharsets.UTF_8);
        appender = (Element) DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getElementsByTagName("WorkerKafka")
                .item(0);
    }

    @Test
    void names_leadToWhatTheyName() {
        assertThat(documents).hasSize(3);
        String app = set.at("/selector/matchLabels/app").asText();
        assertThat(app).isNotEmpty();
        assertThat(set.at("/template/metadata/labels/app").asText()).isEqualTo(app);
        assertThat(document("Service").at("/spec/selector/app").asText()).isEqualTo(app);
        assertThat(document("Service").at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(set.path("serviceName").asText())
                .isEqualTo(document("Service").at("/metadata/name").asText());
        assertThat(pod.at("/volumes/0/configMap/name").asText())
                .isEqualTo(document("ConfigMap").at("/metadata/name").asText());
        assertThat(pod.at("/volumes/0/name").asText())
                .isEqualTo(mount("/etc/orders").path("name").asText());
        assertThat(container.path("command").toString()).contains("/etc/orders/log4j2.xml");
    }

    @Test
    void gracePeriod_isLongerThanTheAppenderMayTake() {
        long graceMs = 1000 * pod.path("terminationGracePeriodSeconds").asLong();
        long stopTimeoutMs = Long.parseLong(appender.getAttribute("stopTimeoutMs"));
        long defaultMs = PipelineConfig.builder()
                .bootstrapServers("kafka-1:9092")
                .build()
                .stopTimeoutMs();
        assertThat(graceMs).isGreaterThan(defaultMs).isGreaterThanOrEqualTo(2 * stopTimeoutMs);
        assertThat(stopTimeoutMs).isGreaterThanOrEqualTo(defaultMs);
    }

    @Test
    void journal_isOnThePodsOwnVolume() {
        JsonNode claim = set.at("/volumeClaimTemplates/0");
        JsonNode mount = mount("/var/lib/orders");
        assertThat(mount.path("name").asText())
                .isEqualTo(claim.at("/metadata/name").asText());
        assertThat(mount.has("readOnly")).isFalse();
        // below the mount: the mount itself belongs to root, and its modes are the cluster's
        assertThat(Path.of(appender.getAttribute("journal")).getParent())
                .hasToString(mount.path("mountPath").asText());
        assertThat(pod.path("volumes").toString()).doesNotContain("emptyDir");
    }

    @Test
    void volume_hasRoomForTheJournalAndItsDamagedCopies() {
        String storage = set.at("/volumeClaimTemplates/0/spec/resources/requests/storage")
                .asText();
        assertThat(storage).endsWith("Gi");
        long storageBytes = GIB * Long.parseLong(storage.substring(0, storage.length() - 2));
        assertThat(appender.getAttribute("journalBytes")).isEqualTo("1 GiB");
        assertThat(storageBytes).isGreaterThan(3 * GIB);
    }

    @Test
    void process_isOneUserWhoMayWriteToTheVolume() {
        JsonNode security = pod.path("securityContext");
        assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(security.path("runAsUser").asLong()).isPositive();
        assertThat(security.path("fsGroup").asLong()).isPositive();
        assertThat(security.path("fsGroupChangePolicy").asText()).isEqualTo("OnRootMismatch");
    }

    @Test
    void worker_isThePodsNumber() {
        assertThat(variable("WORKER_ID").at("/valueFrom/fieldRef/fieldPath").asText())
                .isEqualTo("metadata.labels['apps.kubernetes.io/pod-index']");
        assertThat(appender.hasAttribute("workerId")).isFalse();
        assertThat(appender.getAttribute("bootstrapServers")).isEqualTo("${env:KAFKA_BOOTSTRAP_SERVERS}");
        assertThat(variable("KAFKA_BOOTSTRAP_SERVERS").path("value").asText()).isNotEmpty();
    }

    private static JsonNode document(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode mount(String path) {
        return find(container.path("volumeMounts"), "mountPath", path);
    }

    private static JsonNode variable(String name) {
        return find(container.path("env"), "name", name);
    }

    private static JsonNode find(JsonNode list, String key, String value) {
        for (JsonNode element : list) {
            if (element.path(key).asText().equals(value)) {
                return element;
            }
        }
        throw new AssertionError("expecting: " + key + ' ' + value + ", found: " + list);
    }
}
