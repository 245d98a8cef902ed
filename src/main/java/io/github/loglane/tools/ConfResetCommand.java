package io.github.loglane.tools;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfRejection;
import io.github.loglane.conf.ConfScope;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code conf reset}: takes settings back. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Takes settings back: what the next scope says holds then, or else what was before.",
            "",
            "Only settings of exactly the scope that is given: without --host, --worker and --service those",
            "that are for all. Where there is no such setting, a note says which there are.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published, or with --all nothing to take back; with --wait: and applied by all instances",
            "1:with --wait: an instance did not take it, or did not answer in time",
            "2:wrong usage",
            "3:with --wait: published, but no instance was seen lately, and none answered",
            "4:not done: no broker, no such topic, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools conf reset --level com.acme --host web-1 --worker 3 --wait 10s",
            "  All that was set for a service; what that is, first (reads the topic):",
            "    loglane-tools conf reset --all --service shop --dry-run"
        })
final class ConfResetCommand implements Callable<Integer>, Connected {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private ConfCommand.Scope scope;

    @Mixin
    private ConfSendOptions sending;

    @Option(names = "--level", paramLabel = "LOGGER", description = "A logger's level. May be given several times.")
    private List<String> levels = List.of();

    @Option(names = "--config", paramLabel = "NAME", description = "A config. May be given several times.")
    private List<String> configs = List.of();

    @Option(names = "--all", description = "All levels and configs of the scope.")
    private boolean all;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        boolean isNamed = !levels.isEmpty() || !configs.isEmpty();
        if (isNamed == all) {
            throw new UsageFailure("expecting: --level or --config, or else --all, found: " + (all ? "both" : "none"));
        }
        ConfScope whom = scope.scope();
        Set<ConfKey> keys = new LinkedHashSet<>();
        for (String level : levels) {
            keys.add(key(whom, ConfKey.Kind.LEVEL, level));
        }
        for (String config : configs) {
            keys.add(key(whom, ConfKey.Kind.CONFIG, config));
        }
        if (all) {
            keys.addAll(
                    present().stream().filter(key -> key.scope().equals(whom)).toList());
        } else if (!sending.isDryRun()) {
            noteAbsent(keys, present());
        }
        return send(keys, whom);
    }

    private int send(Set<ConfKey> keys, ConfScope whom) throws IOException, InterruptedException, ExecutionException {
        if (keys.isEmpty() && !sending.isJson()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("nothing is set for " + whom);
            out.flush();
            return 0;
        }
        List<ConfMessage> messages = keys.stream().map(ConfMessage::reset).toList();
        return new ConfSender(connection, sending, spec.commandLine()).send(messages);
    }

    private static ConfKey key(ConfScope scope, ConfKey.Kind kind, String name) {
        try {
            return ConfKey.of(scope, kind, name);
        } catch (ConfRejection e) {
            throw new UsageFailure(e.reason());
        }
    }

    private List<ConfKey> present() {
        return ConfTopic.read(connection, sending.confTopic()).stream()
                .map(ConfRow::key)
                .filter(Objects::nonNull)
                .toList();
    }

    /** It is easy to forget the scope that something was set for. */
    private void noteAbsent(Set<ConfKey> keys, List<ConfKey> present) {
        PrintWriter err = spec.commandLine().getErr();
        for (ConfKey key : keys) {
            if (!present.contains(key)) {
                String others = present.stream()
                        .filter(other ->
                                other.kind() == key.kind() && other.name().equals(key.name()))
                        .map(ConfKey::toString)
                        .collect(Collectors.joining(", "));
                err.println(TextTable.printable(
                        "note: " + key + " is not set" + (others.isEmpty() ? "" : "; set are: " + others)));
            }
        }
        err.flush();
    }
}
