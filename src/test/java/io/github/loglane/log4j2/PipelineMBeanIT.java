package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.loglane.PipelineMXBean;
import io.github.loglane.PipelineTotals;
import io.github.loglane.testkit.BrokerProcess;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What JMX tells of a pipeline while its broker is up, away, and back. */
@Tag("jdk25")
class PipelineMBeanIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int THREADS = 4;
    private static final int EVENTS = 10_000;

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    private static String element(String topic) {
        return xml("<WorkerKafka name='Kafka' topic='" + topic + "' bootstrapServers='" + BROKER.bootstrapServers()
                + "' workerId='thread'/>");
    }

    private static PipelineMXBean bean(String name) throws Exception {
        return JMX.newMXBeanProxy(
                SERVER,
                new ObjectName("io.github.loglane:type=Pipeline,name=" + ObjectName.quote(name)),
                PipelineMXBean.class);
    }

    private static Set<ObjectName> names() throws Exception {
        return SERVER.queryNames(new ObjectName("io.github.loglane:type=Pipeline,*"), null);
    }

    private static void logFromSeveralThreads(LoggerContext context) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < EVENTS; i++) {
                    context.getLogger("app").info("event {}", i);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void assertAtRest(PipelineMXBean bean, long events) {
        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(bean.getAcked()).isEqualTo(events);
            assertThat(bean.getJournalUsedBytes()).isZero();
        });
        assertThat(bean.getOldestUnackedAgeMs()).isZero();
        PipelineTotals totals = bean.getTotals();
        assertThat(totals.getUnderWay()).isZero();
        assertThat(totals.getAppended()).isEqualTo(events);
    }

    @Test
    void figures_followTheEventsThroughAnOutage() throws Exception {
        BROKER.topics().create("figures", 4);
        LoggerContext context = log4j.start(element("figures"));
        PipelineMXBean bean = bean("Kafka/figures");
        logFromSeveralThreads(context);
        assertAtRest(bean, (long) THREADS * EVENTS);
        long rebuildsBefore = bean.getRebuilds();

        BROKER.kill();
        context.getLogger("app").error("while Kafka is away");
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(bean.getOldestUnackedAgeMs()).isGreaterThan(1_000));
        assertThat(bean.getJournalUsedBytes()).isPositive();
        assertThat(bean.getAppended() - bean.getAcked()).isEqualTo(1);
        BROKER.start();
        assertAtRest(bean, (long) THREADS * EVENTS + 1);

        assertThat(bean.getReordersSeen()).isZero();
        assertThat(bean.getStubs()).isZero();
        assertThat(bean.getDropped()).isZero();
        assertThat(bean.getAdoptedSlots()).isZero();
        assertThat(bean.getRebuilds()).isGreaterThanOrEqualTo(rebuildsBefore);
        assertThat(kafka(context).stop(20, TimeUnit.SECONDS)).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void contextsAndReconfigurations_haveAnMBeanForEachPipeline() throws Exception {
        BROKER.topics().create("a", 1);
        BROKER.topics().create("b", 1);
        LoggerContext one = log4j.start(element("a"));
        LoggerContext two = log4j.start(element("a"));
        two.getLogger("app").info("in the second context");
        assertThat(bean("Kafka/a").getAppended()).isZero();
        assertThat(bean("Kafka/a#2").getAppended()).isEqualTo(1);

        log4j.reconfigure(one, element("a"));
        assertThat(names()).as("the pipeline stays").hasSize(2);
        log4j.reconfigure(one, element("b"));
        one.getLogger("app").info("to the other topic");
        assertThat(bean("Kafka/b").getAppended()).isEqualTo(1);
        assertThat(names()).as("the new one opened before the old one closed").hasSize(2);
        log4j.reconfigure(one, element("a"));
        assertThat(bean("Kafka/a").getAppended()).as("the free name again").isZero();

        one.stop(20, TimeUnit.SECONDS);
        two.stop(20, TimeUnit.SECONDS);
        assertThat(names()).isEmpty();
    }
}
