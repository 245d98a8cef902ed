package io.github.loglane.tools;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfScope;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code conf set}: levels of loggers. */
@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Sets levels of loggers in running processes.",
            "",
            "Each --level is a setting of its own: all are checked before the first is published, in the",
            "order given. The most specific scope wins: --host with --worker, --worker, --host, --service,",
            "all. DEBUG, TRACE and ALL need --for; OFF and FATAL need --force, and so do TRACE and ALL for",
            "the root logger, which is called ROOT.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published; with --wait: and applied by all instances seen in logs lately that it is for",
            "1:with --wait: an instance did not take it, or did not answer in time",
            "2:wrong usage: processes would not take it, so nothing is published",
            "3:with --wait: published, but no instance was seen lately, and none answered",
            "4:not done: no broker, no such topic, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  One worker in detail for a quarter of an hour, and who has it:",
            "    loglane-tools conf set --level com.acme=DEBUG --host web-1 --worker 3 --for 15m \\",
            "      --why \"INC-42\" --wait 10s",
            "  All processes, two loggers, until further notice:",
            "    loglane-tools conf set --level com.acme=WARN --level com.acme.db=INFO",
            "  Would it be taken? Needs no broker:",
            "    loglane-tools conf set --level ROOT=TRACE --for 1m --force --dry-run"
        })
final class ConfSetCommand implements Callable<Integer>, Connected {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ConfCommand.Scope scope;

    @Mixin
    private ConfOrigin origin;

    @Mixin
    private ConfSendOptions sending;

    @Option(
            names = "--level",
            required = true,
            paramLabel = "LOGGER=LEVEL",
            description = "OFF, FATAL, ERROR, WARN, INFO, DEBUG, TRACE or ALL. May be given several times.")
    private List<String> levels;

    @Option(names = "--force", description = "Allows levels that hide errors or flood.")
    private boolean force;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        ConfScope whom = scope.scope();
        Map<ConfKey, ConfMessage> messages = new LinkedHashMap<>();
        for (String level : levels) {
            ConfMessage message = message(level, whom);
            if (messages.put(message.key(), message) != null) {
                throw new UsageFailure("expecting: one --level for each logger, found: two for "
                        + message.key().name());
            }
        }
        return new ConfSender(connection, sending, spec.commandLine()).send(List.copyOf(messages.values()));
    }

    private ConfMessage message(String option, ConfScope whom) {
        int equals = option.lastIndexOf('=');
        if (equals < 1) {
            throw new UsageFailure("expecting: --level LOGGER=LEVEL, such as com.acme=DEBUG, found: " + option);
        }
        String logger = option.substring(0, equals);
        ConfLevel level = level(option.substring(equals + 1));
        if (level.needsExpiry() && origin.lifetime() == null) {
            throw new UsageFailure("--level " + option + ": expecting: --for, such as --for 15m, since level " + level
                    + " must end by itself, found: none");
        }
        if (level.needsForce(logger.equals(ConfKey.ROOT)) && !force) {
            throw new UsageFailure("--level " + option + ": expecting: --force for level " + level
                    + (logger.equals(ConfKey.ROOT) ? " of the root logger" : "") + ", found: none");
        }
        ConfMessage.Builder message = ConfMessage.level(logger, level).in(whom).force(force);
        return origin.build(message, "--level " + option);
    }

    private static ConfLevel level(String word) {
        return Arrays.stream(ConfLevel.values())
                .filter(level -> level.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UsageFailure(
                        "expecting: a level of OFF FATAL ERROR WARN INFO DEBUG TRACE ALL, found: " + word));
    }
}
