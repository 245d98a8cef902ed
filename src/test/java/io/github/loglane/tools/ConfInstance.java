package io.github.loglane.tools;

import io.github.loglane.Conf;
import io.github.loglane.conf.ConfRegistration;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerMain;
import io.github.loglane.testkit.WorkerProcess;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** An application for a JVM of its own: it logs now and then, and refuses flags that say "boom". */
final class ConfInstance {

    private ConfInstance() {}

    static WorkerProcess start(BrokerProcess broker, String host, String worker, String service) {
        return WorkerProcess.of(ConfInstance.class)
                .property("log4j2.configurationFile", "classpath:io/github/loglane/tools/conf-instance.xml")
                .property("bootstrap", broker.bootstrapServers())
                .property("host", host)
                .property("worker", worker)
                .property("service", service)
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        Logger logger = LogManager.getLogger("com.acme.Shop");
        ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
        var ignored = pulse.scheduleAtFixedRate(() -> logger.error("alive"), 0, 5, TimeUnit.SECONDS);
        try (ConfRegistration flags = Conf.listen("flags", change -> {
            if (change.json() != null && change.json().contains("boom")) {
                throw new IllegalStateException("cannot use " + change.json());
            }
        })) {
            System.out.println("up " + flags);
            WorkerMain.nextLine();
        }
        pulse.shutdownNow();
    }
}
