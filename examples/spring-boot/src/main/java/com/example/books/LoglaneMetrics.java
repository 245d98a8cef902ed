package com.example.books;

import io.github.loglane.PipelineMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.ManagementFactory;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * loglane's counters and gauges as meters, of every appender: {@code loglane.} and the name of the MBean's attribute. Appenders
 * come and go when the logging configuration is read anew, and their meters with them.
 */
@Component
class LoglaneMetrics implements MeterBinder, NotificationListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoglaneMetrics.class);
    private static final String PIPELINES = "io.github.loglane:type=Pipeline,*";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName pattern;
    private final Map<ObjectName, Pipeline> pipelines = new HashMap<>();
    private MeterRegistry registry;

    LoglaneMetrics() throws JMException {
        pattern = new ObjectName(PIPELINES);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        synchronized (pipelines) {
            registry = meters;
        }
        try {
            server.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, this, null, null);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
        server.queryNames(pattern, null).forEach(this::add);
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification instanceof MBeanServerNotification change && pattern.apply(change.getMBeanName())) {
            if (change.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION)) {
                add(change.getMBeanName());
            } else {
                remove(change.getMBeanName());
            }
        }
    }

    @Override
    public void close() throws JMException {
        server.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, this);
    }

    private void add(ObjectName name) {
        synchronized (pipelines) {
            try {
                pipelines.computeIfAbsent(name, added -> new Pipeline(server, added, registry));
            } catch (UndeclaredThrowableException gone) {
                LOG.debug("{} went while it was added", name, gone);
            }
        }
    }

    private void remove(ObjectName name) {
        synchronized (pipelines) {
            Pipeline gone = pipelines.remove(name);
            if (gone != null) {
                gone.meters.forEach(registry::remove);
            }
        }
    }

    /** The meters of one appender. */
    private static final class Pipeline {

        private final List<Meter> meters = new ArrayList<>();
        private final MeterRegistry registry;
        private final PipelineMXBean bean; // meters alone would not keep it
        private final Tags tags;

        Pipeline(MBeanServer server, ObjectName name, MeterRegistry registry) {
            this.registry = registry;
            bean = JMX.newMXBeanProxy(server, name, PipelineMXBean.class);
            tags = Tags.of("pipeline", ObjectName.unquote(name.getKeyProperty("name")));
            // first, since the MBean may go, and no meter must be left then
            Set<String> causes = bean.getDroppedByCauseAndLevel().keySet();
            events("offered", "Handed to the appender", PipelineMXBean::getOffered);
            events("appended", "Taken into the journal", PipelineMXBean::getAppended);
            events("acked", "Acknowledged by Kafka, with all before them", PipelineMXBean::getAcked);
            events("fallback", "Handed to the fallback appender", PipelineMXBean::getFallback);
            for (String cause : causes) {
                counter("dropped", "events", "Lost, by cause", tags.and("cause", cause), now -> sum(now, cause));
            }
            counter("rebuilds", null, "Producers replaced", tags, PipelineMXBean::getRebuilds);
            gauge("journal.used", "bytes", "Not acknowledged yet", PipelineMXBean::getJournalUsedBytes);
            gauge("journal.capacity", "bytes", "Size of the journal", PipelineMXBean::getJournalCapacityBytes);
            gauge(
                    "oldest.unacked.age",
                    "seconds",
                    "Age of the oldest event that is not acknowledged",
                    now -> now.getOldestUnackedAgeMs() / 1000.0);
        }

        private static double sum(PipelineMXBean bean, String cause) {
            return bean.getDroppedByCauseAndLevel().get(cause).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        private void events(String name, String description, ToDoubleFunction<PipelineMXBean> value) {
            counter(name, "events", description, tags, value);
        }

        private void counter(
                String name, String unit, String description, Tags all, ToDoubleFunction<PipelineMXBean> value) {
            meters.add(FunctionCounter.builder("loglane." + name, bean, safe(value))
                    .baseUnit(unit)
                    .description(description)
                    .tags(all)
                    .register(registry));
        }

        private void gauge(String name, String unit, String description, ToDoubleFunction<PipelineMXBean> value) {
            meters.add(Gauge.builder("loglane." + name, bean, safe(value))
                    .baseUnit(unit)
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }

        /** The MBean may go while it is read. */
        private static ToDoubleFunction<PipelineMXBean> safe(ToDoubleFunction<PipelineMXBean> value) {
            return bean -> {
                try {
                    return value.applyAsDouble(bean);
                } catch (RuntimeException e) {
                    return Double.NaN;
                }
            };
        }
    }
}
