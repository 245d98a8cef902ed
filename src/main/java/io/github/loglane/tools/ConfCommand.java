package io.github.loglane.tools;

import io.github.loglane.conf.ConfRejection;
import io.github.loglane.conf.ConfScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code conf}: settings for running processes. */
@Command(
        name = "conf",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Sets levels and settings of running processes, and shows what they say of it.",
            "",
            "For processes whose appender has conf=\"true\". Values are not secret: who may read the topic",
            "sees them.",
            ""
        },
        subcommands = {
            ConfSetCommand.class,
            ConfPutCommand.class,
            ConfGetCommand.class,
            ConfResetCommand.class,
            ConfWatchCommand.class
        })
final class ConfCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: set, put, get, reset or watch");
    }

    /** Whom a setting is for. */
    static final class Scope {
        @Option(names = "--service", paramLabel = "NAME", description = "For the processes of a service.")
        private String service;

        @Option(names = "--host", paramLabel = "HOSTNAME", description = "For the processes on a host.")
        private String host;

        @Option(
                names = "--worker",
                paramLabel = "ID",
                description = "For a worker: with --host the one there, else wherever it runs."
                        + " Without any of these three: for all.")
        private String worker;

        ConfScope scope() {
            if (service != null && (host != null || worker != null)) {
                throw new UsageFailure("expecting: --service alone, or --host and --worker, found: --service with "
                        + (host == null ? "--worker" : "--host"));
            }
            try {
                return service != null
                        ? ConfScope.service(service)
                        : host != null && worker != null
                                ? ConfScope.hostWorker(host, worker)
                                : host != null
                                        ? ConfScope.host(host)
                                        : worker != null ? ConfScope.worker(worker) : ConfScope.ALL;
            } catch (ConfRejection e) {
                throw new UsageFailure(e.reason());
            }
        }
    }
}
