package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.encode.FakeEvent;
import io.github.loglane.encode.Severity;
import io.github.loglane.status.DropCause;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The figures as JMX shows them, with no broker there. */
class PipelineMBeanTest {

    /** Made here, so that the MBeans are there when the open returns. */
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private static final List<Severity> LEVELS = List.of(Severity.values());
    private static final int THREADS = 4;
    private static final int EVENTS = 5_000;

    private final List<String> status = new CopyOnWriteArrayList<>();
    private final List<LogPipeline> pipelines = new ArrayList<>();

    private static PipelineConfig.Builder config(String name) {
        return PipelineConfig.builder()
                .name(name)
                .bootstrapServers("127.0.0.1:1")
                .journalBytes(1 << 20)
                .maxRecordBytes(16 << 10);
    }

    private LogPipeline open(PipelineConfig.Builder config) {
        LogPipeline pipeline = LogPipeline.open(config.build(), (grade, line) -> status.add(grade + " " + line));
        pipelines.add(pipeline);
        return pipeline;
    }

    @AfterEach
    void close() {
        pipelines.forEach(pipeline -> pipeline.close(Duration.ZERO));
    }

    private static ObjectName name(String name) throws Exception {
        return new ObjectName("io.github.loglane:type=Pipeline,name=" + ObjectName.quote(name));
    }

    private static PipelineMXBean bean(String name) throws Exception {
        return JMX.newMXBeanProxy(SERVER, name(name), PipelineMXBean.class);
    }

    private static FakeEvent event(Severity severity) {
        FakeEvent event = FakeEvent.of("x".repeat(500));
        event.severity = severity;
        return event;
    }

    @Test
    void everyAttribute_canBeRead() throws Exception {
        open(config("all").topic("t"));
        Map<String, Object> found = new HashMap<>();
        for (var attribute : SERVER.getMBeanInfo(name("all/t")).getAttributes()) {
            assertThat(attribute.isReadable()).isTrue();
            assertThat(attribute.isWritable()).isFalse();
            found.put(attribute.getName(), SERVER.getAttribute(name("all/t"), attribute.getName()));
        }
        assertThat(found).containsEntry("Topic", "t").containsEntry("JournalDirectory", null);
        assertThat(found).containsEntry("JournalCapacityBytes", 1L << 20).containsEntry("Offered", 0L);
        assertThat((Long) found.get("JournalUsedBytes")).as("the begin record").isPositive();
        assertThat(found.get("Totals")).isInstanceOf(CompositeData.class);
        assertThat(found.get("DroppedByCauseAndLevel")).isInstanceOf(TabularData.class);
        assertThat(SERVER.getMBeanInfo(name("all/t")).getOperations()).isEmpty();
    }

    @Test
    void drops_areToldByCauseAndLevel() throws Exception {
        LogPipeline pipeline = open(config("drops"));
        PipelineMXBean bean = bean("drops/logs");
        while (pipeline.append(event(Severity.FATAL), false) == Outcome.APPENDED) {
            assertThat(bean.getDropped()).isZero();
        }
        pipeline.append(event(Severity.DEBUG), false);
        pipeline.append(event(Severity.INFO), false);
        pipeline.append(event(Severity.INFO), false);
        pipeline.append(event(Severity.WARN), true);
        FakeEvent own = event(Severity.TRACE);
        own.threadName = "loglane-shipper-drops";
        pipeline.append(own, false);
        FakeEvent broken = event(null);
        pipeline.append(broken, false);

        Map<String, Map<String, Long>> drops = bean.getDroppedByCauseAndLevel();
        assertThat(drops)
                .containsOnlyKeys("full", "shed", "encodeFailed", "closed", "ownLogger")
                .allSatisfy((cause, byLevel) ->
                        assertThat(byLevel).containsOnlyKeys("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"));
        assertThat(drops.get("full")).containsEntry("FATAL", 1L).containsEntry("WARN", 0L);
        assertThat(drops.get("shed")).containsEntry("DEBUG", 1L).containsEntry("INFO", 2L);
        assertThat(drops.get("ownLogger")).containsEntry("TRACE", 1L);
        assertThat(drops.get("encodeFailed")).containsEntry("ERROR", 1L);
        assertThat(bean.getFallback()).isEqualTo(1);
        assertThat(bean.getDropped()).isEqualTo(sum(drops)).isEqualTo(6);
        assertThat(bean.getTotals().getUnderWay()).isZero();
    }

    private static long sum(Map<String, Map<String, Long>> drops) {
        return drops.values().stream()
                .flatMap(byLevel -> byLevel.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    /** More than the journal has room for, from several threads, with and without a fallback, and a close in the middle. */
    @Test
    void totals_balanceUnderLoad() throws Exception {
        LogPipeline pipeline = open(config("load"));
        PipelineMXBean bean = bean("load/logs");
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            boolean hasFallback = t == 0;
            threads.add(new Thread(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    pipeline.append(event(LEVELS.get(i % LEVELS.size())), hasFallback);
                }
            }));
        }
        threads.forEach(Thread::start);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            assertThat(bean.getTotals().getUnderWay()).isBetween(0L, (long) THREADS * EVENTS);
        }
        PipelineTotals totals = bean.getTotals();
        assertThat(totals.getOffered()).isEqualTo((long) THREADS * EVENTS);
        assertThat(totals.getUnderWay()).isZero();
        assertThat(totals.getAppended() + totals.getFallback() + totals.getDropped())
                .isEqualTo(totals.getOffered());
        assertThat(totals.getAppended()).isPositive();
        assertThat(totals.getFallback()).isPositive();
        assertThat(sum(bean.getDroppedByCauseAndLevel())).isEqualTo(totals.getDropped());
        for (DropCause cause : Set.of(DropCause.FULL, DropCause.SHED)) {
            assertThat(bean.getDroppedByCauseAndLevel().get(cause.word()).values())
                    .as(cause.word())
                    .anyMatch(count -> count > 0);
        }
    }

    @Test
    void oneName_twice_isNumbered() throws Exception {
        String nasty = "a,b=c:*?\"\\\n";
        LogPipeline old = open(config(nasty));
        LogPipeline young = open(config(nasty));
        old.append(event(Severity.INFO), false);
        assertThat(bean(nasty + "/logs").getAppended()).isEqualTo(1);
        assertThat(bean(nasty + "/logs#2").getAppended()).isZero();
        old.close(Duration.ZERO);
        assertThat(SERVER.isRegistered(name(nasty + "/logs"))).isFalse();
        assertThat(SERVER.isRegistered(name(nasty + "/logs#2"))).isTrue();
        young.close(Duration.ZERO);
        assertThat(SERVER.isRegistered(name(nasty + "/logs#2"))).isFalse();
        assertThat(status).noneMatch(line -> line.contains("JMX"));
    }

    @Test
    void strangerWhoTakesTheMBeanOut_disturbsNothing() throws Exception {
        LogPipeline pipeline = open(config("out"));
        SERVER.unregisterMBean(name("out/logs"));
        assertThat(pipeline.append(event(Severity.INFO), false)).isEqualTo(Outcome.APPENDED);
        pipeline.close(Duration.ZERO);
        assertThat(status).noneMatch(line -> line.contains("JMX"));
    }

    @Test
    void close_leavesNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            open(config("many " + i)).close(Duration.ZERO);
        }
        assertThat(SERVER.queryNames(new ObjectName("io.github.loglane:*,name=\"many*\""), null))
                .isEmpty();
        await().untilAsserted(() -> assertThat(
                        Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                                .map(java.lang.management.ThreadInfo::getThreadName))
                .doesNotContain("loglane-jmx"));
    }
}
