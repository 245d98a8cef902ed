package io.github.loglane;

import io.github.loglane.ship.OwnThreads;
import io.github.loglane.status.StatusReporter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/**
 * A pipeline's MBean in the platform's MBean server, from {@link #open} to {@link #close}. Whatever goes wrong becomes a status
 * line: logging goes on without it.
 *
 * <p>Making the platform's MBean server takes a JVM some 100 ms, which no application should wait for when it starts to log. So
 * where there is none yet a thread does it, and {@code close} does not wait for that thread: who comes second unregisters.
 */
final class JmxRegistration {

    static final String DOMAIN = "io.github.loglane";

    private static final int MAX_SAME_NAMES = 1_000;

    private enum Phase {
        REGISTERING,
        REGISTERED,
        CLOSED
    }

    private final String name;
    private final PipelineMXBean bean;
    private final StatusReporter status;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.REGISTERING);
    private volatile ObjectName registered;

    private JmxRegistration(String name, PipelineMXBean bean, StatusReporter status) {
        this.name = name;
        this.bean = bean;
        this.status = status;
    }

    /**
     * Registers {@code bean} now or in a moment.
     *
     * @throws LinkageError where there is no JMX in this JVM
     */
    static JmxRegistration open(String name, PipelineMXBean bean, StatusReporter status) {
        JmxRegistration registration = new JmxRegistration(name, bean, status);
        if (MBeanServerFactory.findMBeanServer(null).isEmpty()) {
            Thread thread = new Thread(null, registration::register, OwnThreads.PREFIX + "jmx", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(JmxRegistration.class.getClassLoader());
            thread.start();
        } else {
            registration.register();
        }
        return registration;
    }

    private void register() {
        try {
            registered = registerUnderFreeName(ManagementFactory.getPlatformMBeanServer());
            if (!phase.compareAndSet(Phase.REGISTERING, Phase.REGISTERED)) {
                unregister();
            }
        } catch (JMException | RuntimeException | LinkageError unusable) {
            Gauges.reportHidden(status, unusable);
        }
    }

    private ObjectName registerUnderFreeName(MBeanServer server) throws JMException {
        for (int n = 1; ; n++) {
            String suffix = n == 1 ? "" : "#" + n;
            ObjectName free = new ObjectName(DOMAIN + ":type=Pipeline,name=" + ObjectName.quote(name + suffix));
            try {
                return server.registerMBean(bean, free).getObjectName();
            } catch (InstanceAlreadyExistsException taken) {
                if (n == MAX_SAME_NAMES) {
                    throw taken;
                }
            }
        }
    }

    /** Takes the MBean out; the second call does nothing. */
    void close() {
        if (phase.getAndSet(Phase.CLOSED) == Phase.REGISTERED) {
            unregister();
        }
    }

    private void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
        } catch (InstanceNotFoundException gone) {
            // somebody else took it out, which is what was wanted
        } catch (JMException | RuntimeException | LinkageError unusable) {
            status.note("its MBean " + registered + " stays in JMX: " + unusable);
        }
    }
}
