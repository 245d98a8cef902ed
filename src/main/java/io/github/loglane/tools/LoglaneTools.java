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
        description = {"Looks after logs that loglane ships to Kafka.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        subcommands = {AuditCommand.class, JournalCommand.class, TopicsCommand.class, CommandLine.HelpCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; an audit is complete, or open with nothing missing so far",
            "1:an audit found missing or reordered records; a topic does not fit; a journal is damaged",
            "2:wrong usage",
            "3:an audit could not judge all (with --require-end: or an epoch is open), or journal verify",
            "4:not done: no broker, no such topic, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Create the topics logs and conf, or check those that exist:",
            "    loglane-tools topics create --bootstrap-servers kafka-1:9092 --partitions 4",
            "  Is anything lost?",
            "    loglane-tools audit --bootstrap-servers kafka-1:9092",
            "  The same with TLS and a password, for a script, once all processes have stopped:",
            "    loglane-tools audit --command-config client.properties --require-end --json",
            "  What is left on this machine's disk, and is it sound?",
            "    loglane-tools journal verify /var/lib/orders/journal",
            "",
            "More on each: loglane-tools help audit"
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
