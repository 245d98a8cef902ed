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
        description = "Looks after logs that loglane ships to Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class)
final class LoglaneTools implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new LoglaneTools());
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
