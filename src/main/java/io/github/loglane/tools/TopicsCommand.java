package io.github.loglane.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code topics}: the two topics that loglane needs. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Creates or shows the two topics: logs, which holds the records, and conf, which carries",
            "settings to the processes.",
            ""
        },
        subcommands = {TopicsCreateCommand.class, TopicsDescribeCommand.class})
final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: create or describe");
    }

    /** How the two topics are called. */
    static final class Names {
        @Option(
                names = "--logs-topic",
                defaultValue = "logs",
                description = "The topic for records. Default: ${DEFAULT-VALUE}.")
        String logs;

        @Option(
                names = "--conf-topic",
                defaultValue = "conf",
                description = "The topic for settings. Default: ${DEFAULT-VALUE}.")
        String conf;
    }
}
