package io.github.loglane.tools;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of the command line. */
@Command(
        name = "loglane-tools",
        description = {
            "Shows and looks after logs that loglane ships to Kafka, and sets what running processes log.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        subcommands = {
            AuditCommand.class,
            ConfCommand.class,
            JournalCommand.class,
            TailCommand.class,
            TopicsCommand.class,
            WorkersCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; an audit is complete, or open with nothing missing so far",
            "1:an audit found missing or reordered records; a topic does not fit; a journal is damaged; with conf --wait, an"
                    + " instance did not take a setting or did not answer",
            "2:wrong usage",
            "3:an audit could not judge all (with --require-end: or an epoch is open), or journal verify; with conf --wait,"
                    + " there was no instance to answer; with workers, nobody logged",
            "4:not done: no broker, no such topic, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Create the topics logs and conf, or check those that exist:",
            "    loglane-tools topics create --bootstrap-servers kafka-1:9092 --partitions 4",
            "  What do the web hosts warn of, as it comes? Who logs at all?",
            "    loglane-tools tail --host \"web-*\" --level WARN --follow --bootstrap-servers kafka-1:9092",
            "    loglane-tools workers --bootstrap-servers kafka-1:9092",
            "  Is anything lost?",
            "    loglane-tools audit --bootstrap-servers kafka-1:9092",
            "  The same with TLS and a password, for a script, once all processes have stopped:",
            "    loglane-tools audit --command-config client.properties --require-end --json",
            "  One worker in detail for a quarter of an hour, and who has it:",
            "    loglane-tools conf set --level com.acme=DEBUG --host web-1 --worker 3 --for 15m --wait 10s",
            "  What is left on this machine's disk, and is it sound?",
            "    loglane-tools journal verify /var/lib/orders/journal",
            "",
            "More on each: loglane-tools help audit, loglane-tools conf set --help"
        })
final class LoglaneTools implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new LoglaneTools())
                .setExecutionExceptionHandler(new FailureReport())
                .setUsageHelpWidth(100);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** Reads the version from the manifest, which only the packaged jar has. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LoglaneTools.class.getPackage().getImplementationVersion();
            return new String[] {"loglane-tools " + (version == null ? "(not packaged)" : version)};
        }
    }
}
