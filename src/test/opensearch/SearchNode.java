import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.ingest.common.IngestCommonPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of OpenSearch with those of its standard modules that the index template needs. Run from source by {@code java}, since
 * nothing of OpenSearch is on the class path of the tests. Ends when its standard input does.
 */
final class SearchNode extends Node {

    private SearchNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
        super(environment, plugins, false);
    }

    /** @param args directory, port for HTTP, port for other nodes */
    public static void main(String[] args) throws Exception {
        Settings settings = Settings.builder()
                .put("path.home", args[0])
                .put("cluster.name", "loglane")
                .put("node.name", "search")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", args[1])
                .put("transport.port", args[2])
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "search");
        try (Node node = new SearchNode(
                environment,
                List.of(
                        Netty4Plugin.class,
                        CommonAnalysisPlugin.class,
                        IngestCommonPlugin.class,
                        PainlessPlugin.class))) {
            node.start();
            while (System.in.read() >= 0) {
                // until the test is gone
            }
        }
    }
}
