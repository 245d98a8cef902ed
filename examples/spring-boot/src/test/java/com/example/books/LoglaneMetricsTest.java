package com.example.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.PipelineMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoglaneMetricsTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong figure = new AtomicLong(7);
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
        assertThat(counter("loglane.acked", "Early/logs")).isEqualTo(7);
        assertThat(registry.get("loglane.dropped")
                        .tags("pipeline", "Early/logs", "cause", "full")
                        .functionCounter()
                        .count())
                .isEqualTo(8);
        assertThat(registry.get("loglane.journal.used").gauge().value()).isEqualTo(7);
        figure.set(9_000);
        assertThat(counter("loglane.acked", "Early/logs")).isEqualTo(9_000);
        assertThat(registry.get("loglane.oldest.unacked.age").gauge().value()).isEqualTo(9);
    }

    @Test
    void pipelines_comeAndGo() throws Exception {
        int each = registry.getMeters().size();
        register("Late/logs");
        assertThat(counter("loglane.offered", "Late/logs")).isEqualTo(7);
        assertThat(registry.getMeters()).hasSize(2 * each);
        server.unregisterMBean(name("Early/logs"));
        assertThat(registry.getMeters())
                .hasSize(each)
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTag("pipeline")).isEqualTo("Late/logs"));
        register("Early/logs");
        assertThat(counter("loglane.offered", "Early/logs")).isEqualTo(7);
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

    /** All figures are the same one; of causes there is one, with two levels. */
    private void register(String pipeline) throws Exception {
        Object bean = Proxy.newProxyInstance(
                PipelineMXBean.class.getClassLoader(), new Class<?>[] {PipelineMXBean.class}, (proxy, method, args) -> {
                    if (method.getReturnType() == long.class) {
                        return figure.get();
                    }
                    return method.getReturnType() == Map.class
                            ? Map.of("full", Map.of("INFO", figure.get(), "WARN", 1L))
                            : null;
                });
        server.registerMBean(
                new StandardMBean(PipelineMXBean.class.cast(bean), PipelineMXBean.class, true), name(pipeline));
    }

    private static ObjectName name(String pipeline) throws Exception {
        return new ObjectName("io.github.loglane:type=Pipeline,name=" + ObjectName.quote(pipeline));
    }
}
