package io.github.loglane.tools;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfParser;
import io.github.loglane.conf.ConfScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code conf put}: the application's own settings. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Hands JSON to the listeners that applications have registered under a name.",
            "",
            "At most 1 MiB each, the record around it included. Each --config is a setting of its own: all",
            "are read and checked before the first is published.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published; with --wait: and applied by all instances seen in logs lately that it is for",
            "1:with --wait: an instance did not take it, or did not answer in time",
            "2:wrong usage: no such file, no sound JSON, too large; nothing is published",
            "3:with --wait: published, but no instance was seen lately, and none answered",
            "4:not done: no broker, no such topic, not allowed, ..."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  loglane-tools conf put --config flags=flags.json --service shop --wait 10s",
            "  echo '{\"newCheckout\":true}' | loglane-tools conf put --config flags=- --for 1h --why \"try it\""
        })
final class ConfPutCommand implements Callable<Integer>, Connected {

    private static final String STANDARD_INPUT = "-";

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
            names = "--config",
            required = true,
            paramLabel = "NAME=FILE",
            description = "The file with the JSON; - is standard input. May be given several times.")
    private List<String> configs;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        ConfScope whom = scope.scope();
        Map<ConfKey, ConfMessage> messages = new LinkedHashMap<>();
        for (String config : configs) {
            ConfMessage message = message(config, whom);
            if (messages.put(message.key(), message) != null) {
                throw new UsageFailure("expecting: one --config for each name, found: two for "
                        + message.key().name());
            }
        }
        return new ConfSender(connection, sending, spec.commandLine()).send(List.copyOf(messages.values()));
    }

    private ConfMessage message(String option, ConfScope whom) throws IOException {
        int equals = option.indexOf('=');
        if (equals < 1 || equals == option.length() - 1) {
            throw new UsageFailure("expecting: --config NAME=FILE, found: " + option);
        }
        String json = text(read(option.substring(equals + 1)), option);
        return origin.build(
                ConfMessage.config(option.substring(0, equals), json).in(whom), "--config " + option);
    }

    /** One byte more than there may be at most, so that what is too large is not read to its end. */
    private static byte[] read(String file) throws IOException {
        int limit = ConfParser.MAX_VALUE_BYTES + 1;
        if (file.equals(STANDARD_INPUT)) {
            return System.in.readNBytes(limit);
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(limit);
        } catch (IOException | RuntimeException e) {
            throw new UsageFailure("expecting: a readable file, found: " + e);
        }
    }

    private static String text(byte[] bytes, String option) {
        if (bytes.length > ConfParser.MAX_VALUE_BYTES) {
            throw new UsageFailure("--config " + option + ": expecting: at most " + ConfParser.MAX_VALUE_BYTES
                    + " bytes, found: more");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw new UsageFailure("--config " + option + ": expecting: UTF-8, found: other bytes");
        }
    }
}
