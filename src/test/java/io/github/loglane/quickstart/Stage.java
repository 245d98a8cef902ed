package io.github.loglane.quickstart;

import io.github.loglane.quickstart.Screen.Style;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.tools.Audit;
import io.github.loglane.tools.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.NullConfiguration;

/** Plays the quick start, in a JVM that {@link QuickStart} starts and that ends with it. */
final class Stage {

    private static final int FAILED = 1;
    private static final int BROKEN = 2;
    private static final int LAUNCHER_GONE = 86;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path directory;
    private final Screen screen;
    private final Plan plan;
    private final Ledger ledger = new Ledger();
    private final LevelChange change = new LevelChange();
    private final List<WorkerLink> workers = new ArrayList<>();

    private Stage(Path directory, Screen screen, Plan plan) {
        this.directory = directory;
        this.screen = screen;
        this.plan = plan;
    }

    /** Arguments: directory for all files, whether colours make sense, then those of {@link Plan#parse}. */
    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        Thread watch = new Thread(() -> watchLauncher(directory), "launcher-watch");
        watch.setDaemon(true);
        watch.start();
        Configurator.initialize(new NullConfiguration()); // kafka-clients would tell of the outage too
        Screen screen = new Screen(System.out, Boolean.parseBoolean(args[1]));
        Plan plan = Plan.parse(Arrays.asList(args).subList(2, args.length));
        System.exit(run(new Stage(directory, screen, plan)));
    }

    private static int run(Stage stage) {
        try {
            return stage.play() ? 0 : FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return BROKEN;
        } catch (Exception e) {
            stage.screen.say(Style.BAD, "The quick start broke off: " + e.getMessage());
            return BROKEN;
        }
    }

    private static void watchLauncher(Path directory) {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever sent
            }
        } catch (IOException e) {
            // as good as the end
        }
        CleanUp.kill(ProcessHandle.current().descendants().toList());
        CleanUp.delete(directory);
        Runtime.getRuntime().halt(LAUNCHER_GONE);
    }

    private boolean play() throws Exception {
        screen.print(
                Style.STRONG,
                "\nloglane: three workers, one Kafka, a change of level, an outage. It takes about a minute.\n");
        try (BrokerProcess broker =
                BrokerProcess.config().in(directory.resolve("kafka")).build()) {
            screen.waiting("starting Kafka, one KRaft node in a JVM of its own", broker::start);
            screen.waiting("creating the topics logs, with " + Plan.PARTITIONS + " partitions, and conf", () -> {
                broker.topics().create(Plan.TOPIC, Plan.PARTITIONS);
                broker.topics().create(LevelChange.TOPIC, 1, 1, Map.of("cleanup.policy", "compact"));
                return null;
            });
            Tail tail = new Tail(broker.bootstrapServers(), ledger, change, screen);
            tail.start();
            screen.waiting("starting 3 workers, each a JVM with " + plan.desks() + " threads that log", () -> {
                startWorkers(broker.bootstrapServers());
                return null;
            });
            watch(tail, plan.before());
            change.play(broker.bootstrapServers(), screen, TIMEOUT);
            outage(broker);
            watch(tail, plan.after());
            stopWorkers();
            Summary summary = judge(broker, tail);
            summary.print(screen);
            Closing.print(screen, summary.isGood());
            return summary.isGood();
        }
    }

    private void startWorkers(String bootstrapServers) throws Exception {
        Path temporary = Files.createDirectories(directory.resolve("workers"));
        for (int id = 1; id <= Plan.WORKERS; id++) {
            workers.add(new WorkerLink(id, plan, bootstrapServers, temporary, screen));
        }
        for (WorkerLink worker : workers) {
            worker.awaitReady(TIMEOUT);
        }
        awaitOrders();
    }

    /** So that the first lines shown are of all workers. Where one's orders do not come, the summary will tell. */
    private void awaitOrders() throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (ledger.workers() < Plan.WORKERS && deadline - System.nanoTime() > 0) {
            Thread.sleep(50);
        }
    }

    private void watch(Tail tail, int seconds) throws InterruptedException {
        tail.show();
        for (int second = 1; second <= seconds; second++) {
            Thread.sleep(1_000);
            if (second % 3 == 0) {
                screen.say(Style.FAINT, figures());
            }
        }
        tail.hide();
    }

    private void outage(BrokerProcess broker) throws Exception {
        tell(Worker.AWAY);
        screen.say(Style.BAD, "SIGKILL to Kafka, process " + broker.pid());
        broker.kill();
        for (int second = 1; second <= plan.outage(); second++) {
            Thread.sleep(1_000);
            screen.say(Style.ODD, "Kafka is away:  " + figures() + ",  longest log call " + Summary.millis(longest()));
        }
        screen.waiting("starting Kafka again, same port, same data", broker::start);
        screen.waiting("waiting for what the workers have kept", () -> {
            awaitBacklog();
            return null;
        });
        tell(Worker.BACK);
        screen.say(Style.GOOD, "Kafka is back:  " + figures());
    }

    /** Kept is what the workers hold beyond half a second of log calls. */
    private void awaitBacklog() throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        long usual = (long) Plan.WORKERS * plan.desks() * plan.rate() / 2;
        while (logged() - ledger.distinct() > usual && deadline - System.nanoTime() > 0) {
            Thread.sleep(50);
        }
    }

    private void stopWorkers() throws Exception {
        tell(Worker.STOP);
        screen.waiting("stopping the workers", () -> {
            for (WorkerLink worker : workers) {
                worker.awaitDone(TIMEOUT);
            }
            return null;
        });
    }

    private Summary judge(BrokerProcess broker, Tail tail) throws Exception {
        screen.waiting("reading the topic to its end", () -> {
            tail.finish(TIMEOUT);
            return null;
        });
        AuditReport audit = screen.waiting(
                "auditing the topic",
                () -> Audit.run(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "enable.metrics.push", false),
                        Plan.TOPIC));
        Summary summary = new Summary(audit);
        workers.forEach(worker -> summary.add(worker.id(), worker.figures(), ledger));
        return summary;
    }

    private void tell(String what) throws IOException {
        for (WorkerLink worker : workers) {
            worker.tell(what);
        }
    }

    private String figures() {
        long inKafka = ledger.distinct();
        long logged = Math.max(logged(), inKafka);
        return String.format(
                Locale.ROOT, "logged %,d,  in Kafka %,d,  on the way %,d", logged, inKafka, logged - inKafka);
    }

    private long logged() {
        return workers.stream().mapToLong(worker -> worker.figures().logged()).sum();
    }

    private long longest() {
        return workers.stream()
                .mapToLong(worker -> worker.figures().longestNanos())
                .max()
                .orElse(0);
    }
}
