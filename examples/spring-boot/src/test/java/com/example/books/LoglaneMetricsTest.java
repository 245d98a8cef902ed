package com.example.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.PipelineMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoglaneMetricsTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, Long> figures = new HashMap<>(Map.of(
            "Offered", 10L,
            "Appended", 9L,
            "Acked", 8L,
            "Fallback", 7L,
            "Rebuilds", 6L,
            "JournalUsedBytes", 5L,
            "JournalCapacityBytes", 4L,
            "OldestUnackedAgeMs", 3_500L));
    private LoglaneMetrics metrics;

    @BeforeEach
    void bind() throws Exception {
        register("Early/logs");
        metrics = new LoglaneMetrics();
        metrics.bindTo(registry);
    }

    @AfterEach
    void unregister() throws Exception {
        metrics.close();
        for (ObjectName name : server.queryNames(new ObjectName("io.github.loglane:*"), null)) {
            server.unregisterMBean(name);
        }
    }

    @Test
    void figures_areThoseOfTheMBean() {
        Map<String, Double> shown = new HashMap<>();
        registry.getMeters()
                .forEach(meter -> shown.put(
                        meter.getId().getName(),
                        meter.measure().iterator().next().getValue()));
        assertThat(shown)
                .isEqualTo(Map.of(
                        "loglane.offered", 10.0,
                        "loglane.appended", 9.0,
                        "loglane.acked", 8.0,
                        "loglane.fallback", 7.0,
                        "loglane.dropped", 3.0,
                        "loglane.rebuilds", 6.0,
                        "loglane.journal.used", 5.0,
                        "loglane.journal.capacity", 4.0,
                        "loglane.oldest.unacked.age", 3.5));
        assertThat(registry.get("loglane.dropped").tag("cause", "full").functionCounters())
                .hasSize(1);
        figures.put("Acked", 9_000L);
        assertThat(counter("loglane.acked", "Early/logs")).isEqualTo(9_000);
    }

    @Test
    void pipelines_comeAndGo() throws Exception {
        int each = registry.getMeters().size();
        register("Late/logs");
        assertThat(counter("loglane.offered", "Late/logs")).isEqualTo(10);
        assertThat(registry.getMeters()).hasSize(2 * each);
        server.unregisterMBean(name("Early/logs"));
        assertThat(registry.getMeters())
                .hasSize(each)
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTag("pipeline")).isEqualTo("Late/logs"));
        register("Early/logs");
        assertThat(counter("loglane.offered", "Early/logs")).isEqualTo(10);
    }

    @Test
    void closed_hearsNothingMore() throws Exception {
        int each = registry.getMeters().size();
        metrics.close();
        register("Late/logs");
        assertThat(registry.getMeters()).hasSize(each);
        metrics.bindTo(registry);
    }

    private double counter(String meter, String pipeline) {
        return registry.get(meter).tag("pipeline", pipeline).functionCounter().count();
    }

    /** Of causes there is one, with two levels. */
    private void register(String pipeline) throws Exception {
        Object bean = Proxy.newProxyInstance(
                PipelineMXBean.class.getClassLoader(), new Class<?>[] {PipelineMXBean.class}, (proxy, method, args) -> {
                    if (method.getReturnType() == Map.class) {
                        return Map.of("full", Map.of("INFO", 2L, "WARN", 1L));
                    }
                    return figures.get(method.getName().substring("get".length()));
                });
        server.registerMBean(
                new StandardMBean(PipelineMXBean.class.cast(bean), PipelineMXBean.class, true), name(pipeline));
    }

    private static ObjectName name(String pipeline) throws Exception {
        return new ObjectName("io.github.loglane:type=Pipeline,name=" + ObjectName.quote(pipeline));
    }
}
