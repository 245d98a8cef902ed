package io.github.loglane.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code journal}: journals on this machine's disk, looked at beside whoever writes to them. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Shows, checks or prints journals on the disk: what Kafka has not acknowledged yet.",
            "",
            "Reads only: takes no lock and changes nothing, so that it may run beside live processes.",
            ""
        },
        subcommands = {JournalLsCommand.class, JournalVerifyCommand.class, JournalExportCommand.class})
final class JournalCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: ls, verify or export");
    }
}
