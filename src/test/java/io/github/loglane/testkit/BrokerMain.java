package io.github.loglane.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The main class of a broker's JVM: formats the storage if it is new, then runs Kafka until SIGTERM, or until standard
 * input ends, which it does with the JVM that started this one. It uses no other class of ours, since {@link
 * BrokerProcess} copies this one alone to the broker's class path.
 */
final class BrokerMain {

    private static final int PARENT_GONE = 86;

    private BrokerMain() {}

    /** Arguments: server.properties, the cluster's id, the directory of the data. */
    public static void main(String[] args) {
        Thread watch = new Thread(BrokerMain::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        if (!Files.exists(Path.of(args[2], "meta.properties"))) {
            String[] format = {"format", "--cluster-id", args[1], "--config", args[0]};
            int status = StorageTool.execute(format, System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        Kafka.main(new String[] {args[0]});
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever sent
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
