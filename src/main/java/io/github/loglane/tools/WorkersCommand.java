package io.github.loglane.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code workers}: who has logged lately. */
@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Shows who has logged lately, a line for each run of each appender.",
            "",
            "Reads from the topic what was written since, without a consumer group. EVENTS/S is over the",
            "time looked at, or since the run's begin, up to now or to its end; duplicates do not count.",
            "DROPPED are the events that the run declares as dropped. SINCE is the run's begin, where it",
            "is recent enough to be seen.",
            "",
            "A run is ended by itself, or adopted: another process ended it in its name, since it was",
            "killed or had crashed. Else it is open: running, or gone without a word; LAST SEEN tells more.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:wrong usage",
            "3:nobody logged in that time",
            "4:not done: no broker, no such topic, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools workers --bootstrap-servers kafka-1:9092",
            "  Which runs of today dropped events, for a script:",
            "    loglane-tools workers --since 1d --json | jq \".instances[] | select(.dropped > 0)\""
        })
final class WorkersCommand implements Callable<Integer>, Connected {

    private static final int NOBODY = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--topic", defaultValue = "logs", description = "The topic to read. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = DurationOption.class,
            description = "How far to look back, such as 2h. Default: ${DEFAULT-VALUE}.")
    private Duration since;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException {
        Instant from = Instant.now().minus(since);
        Activities activities = new Activities();
        TerminalProgress progress =
                TerminalProgress.onTerminal(spec.commandLine().getErr());
        try (LogsFeed logs = new LogsFeed(connection, topic)) {
            logs.survey(since, activities::see, progress::at);
        }
        progress.clear();
        List<Activity> all = activities.all();
        PrintWriter out = spec.commandLine().getOut();
        Instant now = Instant.now();
        if (json) {
            ActivityJson.write(all, from, now, out);
        } else {
            ActivityText.write(all, from, now, out);
        }
        out.flush();
        return all.isEmpty() ? NOBODY : 0;
    }
}
