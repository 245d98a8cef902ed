package io.github.loglane.it;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/**
 * The main class of an application that logs at full speed from several threads, each a worker of its own, until it is killed. After
 * each log call that returned, it adds a byte to that thread's notes by a system call of its own, which no kill can take back.
 *
 * <p>Prints {@code opening} before it opens its appender and {@code logging} once that is open, and what loglane says of itself.
 */
final class KilledLoad {

    static final int THREADS = 3;

    /** Most events of a thread, so that no journal is filled while there is no broker. */
    private static final int MAX_EVENTS = 40_000;

    private KilledLoad() {}

    /** @param args topic, servers, directory, directory of the notes, number of the round, more attributes of the appender */
    public static void main(String[] args) throws Exception {
        Path notes = Path.of(args[3]);
        int round = Integer.parseInt(args[4]);
        StatusLogger.getLogger().registerListener(new Printed());
        System.out.println("opening");
        try (LoggerContext context = new LoggerContext("killed-load")) {
            context.start(configuration(context, args));
            Logger logger = context.getLogger("load");
            System.out.println("logging");
            for (int thread = 0; thread < THREADS; thread++) {
                int worker = thread;
                new Thread(() -> log(logger, notes, round, worker), "load-" + worker).start();
            }
            new CountDownLatch(1).await();
        }
    }

    /** Each round on another host, as it were. */
    private static XmlConfiguration configuration(LoggerContext context, String... args) throws IOException {
        String xml = """
                <Configuration status='info' shutdownHook='disable'><Appenders>
                  <WorkerKafka name='Kafka' topic='%s' workerId='%%X{worker}' journal='%s' hostname='host-%s' %s>
                    <Property name='bootstrap.servers'>%s</Property>
                  </WorkerKafka></Appenders>
                  <Loggers><Root level='info'><AppenderRef ref='Kafka'/></Root></Loggers>
                </Configuration>""".formatted(args[0], args[2], args[4], args[5], args[1]);
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        return new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(bytes)));
    }

    private static void log(Logger logger, Path notes, int round, int worker) {
        ThreadContext.put("worker", String.valueOf(worker));
        try (OutputStream returned =
                new FileOutputStream(notesOf(notes, round, worker).toFile())) {
            for (int i = 1; i <= MAX_EVENTS; i++) {
                logger.info(text(round, worker, i));
                returned.write('.');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path notesOf(Path notes, int round, int worker) {
        return notes.resolve(round + "-" + worker);
    }

    /** How many log calls are noted as returned. */
    static int returned(Path notes, int round, int worker) throws IOException {
        Path file = notesOf(notes, round, worker);
        return Files.exists(file) ? (int) Files.size(file) : 0;
    }

    /** What a thread says in its {@code i}th event; of any length up to 700. */
    static String text(int round, int worker, int i) {
        int hash = (round * 31 + worker) * 31 + i;
        hash = (hash ^ hash >>> 15) * 0x2C1B3C6D;
        return "round %d worker %d event %d ".formatted(round, worker, i) + "x".repeat(Math.floorMod(hash, 650));
    }

    /** Prints what loglane says of itself. */
    private static final class Printed implements StatusListener {
        @Override
        public void log(StatusData data) {
            String line = data.getMessage().getFormattedMessage();
            if (line.contains("loglane")) {
                System.out.println(data.getLevel() + " " + line);
            }
        }

        @Override
        public Level getStatusLevel() {
            return Level.INFO;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
