package io.github.loglane.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tail}: what was logged, and what is being logged. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Shows what was logged, by all workers or some, in the order of time, without duplicates.",
            "",
            "The order is that of @timestamp to the nanosecond, then epoch, then seq. Partitions are read",
            "side by side, without a consumer group, and merged within at most 50,000 records or 32 Mi",
            "characters; with --follow a record waits half a second for those before it. What comes later",
            "than that (an outage that is made up for, a clock that is wrong) is shown late, not left out.",
            "A record that is there twice is shown once, if at most 131,072 others are shown in between.",
            "",
            "Lines with !! tell how many events were dropped, and why: shown whatever --level, --logger and",
            "--grep ask for. Lines with -- are a run's begin and end. Lines with ? are records of another",
            "layout or program, as they are; such do not tell host, level or logger, so they pass no",
            "filter that asks for it. Of the text, --grep looks at message and stack trace.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nobody reads what is printed any more",
            "2:wrong usage",
            "4:not done: no broker, no such topic, not allowed, ...",
            "130:Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  What worker 3 of web-1 said in the last ten minutes:",
            "    loglane-tools tail --worker 3 --host web-1 --bootstrap-servers kafka-1:9092",
            "  Warnings and errors of a package on all web hosts, as they come:",
            "    loglane-tools tail --host \"web-*\" --level WARN --logger com.acme --follow --from now",
            "  All there is of an order, for a program:",
            "    loglane-tools tail --from beginning --grep \"order 17[^0-9]\" --json | jq .record.message"
        })
final class TailCommand implements Callable<Integer>, Connected {

    private static final int MAX_POLL_RECORDS = 2_000;
    private static final int METADATA_MAX_AGE_MS = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--topic", defaultValue = "logs", description = "The topic to read. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(
            names = "--worker",
            paramLabel = "ID",
            description = "Only this worker; may be given several times. Fewer partitions are read then: those where"
                    + " it can be, however many the topic had before.")
    private List<String> workers = List.of();

    @Option(
            names = "--host",
            paramLabel = "GLOB",
            description = "Only hosts that fit, such as web-*; may be given several times.")
    private List<String> hosts = List.of();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "This and what is more severe: FATAL, ERROR, WARN, INFO, DEBUG or TRACE.")
    private String level;

    @Option(
            names = "--logger",
            paramLabel = "NAME",
            description = "Only this logger and those below it, such as com.acme; may be given several times.")
    private List<String> loggers = List.of();

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            description = "Only where message or stack trace has a match of this regular expression of Java.")
    private String grep;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            defaultValue = "10m",
            converter = TailFrom.Converter.class,
            description = "Where to begin: a time back, beginning, now, or an instant such as 2026-11-23T06:46:00Z."
                    + " Older records that stand behind the first one of that time are shown too."
                    + " Default: ${DEFAULT-VALUE}.")
    private TailFrom from;

    @Option(names = "--follow", description = "Goes on with what comes, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--json",
            description = "Prints a JSON object on each line: partition, offset, key, and the value as record.")
    private boolean json;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException {
        WorkerChoice choice = new WorkerChoice(workers);
        TailFilter filter = new TailFilter(choice, hosts, level, loggers, grep);
        PrintWriter out = spec.commandLine().getOut();
        TailFormat format = json ? new TailJson() : new TailText(isColoured());
        TailSink sink = new TailSink(
                filter,
                format,
                out,
                TerminalProgress.onTerminal(spec.commandLine().getErr()));
        try (TailReader reader =
                new TailReader(Consumers.open(config()), topic, choice, connection.timeoutSeconds(), sink)) {
            StopSignal.during(() -> reader.read(from, follow), reader::stop);
        }
        return 0;
    }

    private static boolean isColoured() {
        String noColour = System.getenv("NO_COLOR");
        return TerminalProgress.isAtTerminal() && (noColour == null || noColour.isEmpty());
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(connection.clientConfig());
        config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        // so that a topic that grows is noticed soon
        config.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
        return config;
    }
}
