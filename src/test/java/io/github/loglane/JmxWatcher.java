package io.github.loglane;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/** {@link JmxWorker} in a JVM that has no MBean server before, watched from another thread. */
final class JmxWatcher {

    private JmxWatcher() {}

    public static void main(String[] args) throws Exception {
        System.out.println(
                "servers before: " + MBeanServerFactory.findMBeanServer(null).size());
        Thread watcher = new Thread(JmxWatcher::watch, "watcher");
        watcher.setDaemon(true);
        watcher.start();
        JmxWorker.main(args);
        watcher.join();
    }

    /** Prints the MBean once it is there, and that it is gone. Makes no MBean server itself. */
    private static void watch() {
        try {
            while (MBeanServerFactory.findMBeanServer(null).isEmpty()) {
                Thread.onSpinWait();
            }
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName pattern = new ObjectName("io.github.loglane:type=Pipeline,*");
            Set<ObjectName> names = server.queryNames(pattern, null);
            while (names.isEmpty()) {
                Thread.onSpinWait();
                names = server.queryNames(pattern, null);
            }
            ObjectName name = names.iterator().next();
            System.out.println("there: " + name + " topic " + server.getAttribute(name, "Topic"));
            while (server.isRegistered(name)) {
                Thread.onSpinWait();
            }
            System.out.println("gone");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
