package io.github.loglane.bench;

import java.nio.file.Path;
import java.util.Locale;
import org.apache.logging.log4j.Logger;

/** Starts Log4j2 with one appender in a fresh JVM, logs once, and prints how long either took. */
final class StartMain {

    static final String STARTED = "started ";
    static final String CALLED = "called ";
    /** In place of a {@link Peer}: what Log4j2 takes by itself. */
    static final String NONE = "NONE";

    private StartMain() {}

    /** Peer or {@link #NONE}, bootstrap servers, topic. */
    public static void main(String[] args) {
        Path journals = Path.of(System.getProperty("java.io.tmpdir")); // which goes with the process
        String appender = NONE.equals(args[0])
                ? "<Null name='Kafka'/>"
                : Peer.valueOf(args[0]).appender(args[1], args[2], journals);
        long start = System.nanoTime();
        Logger logger = Log4jSink.start(appender).getLogger(Log4jSink.LOGGER);
        long started = System.nanoTime();
        System.out.printf(Locale.ROOT, "%s%.3f%n", STARTED, (started - start) / 1e6);
        long before = System.nanoTime();
        logger.info("the first");
        long logged = System.nanoTime();
        System.out.printf(Locale.ROOT, "%s%.3f%n", CALLED, (started - start + logged - before) / 1e6);
        Runtime.getRuntime().halt(0); // what is not delivered is not waited for
    }
}
