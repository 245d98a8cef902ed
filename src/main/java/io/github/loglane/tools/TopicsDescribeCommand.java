package io.github.loglane.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.TopicConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code topics describe}: what the brokers say of the two topics. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {"Shows partitions, leaders, replicas, offsets, clean-up and retention of both topics.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:both topics are there",
            "1:a topic does not exist",
            "2:wrong usage",
            "4:not done: no broker, not allowed, ..."
        },
        footerHeading = "%nExample:%n",
        footer = "  loglane-tools topics describe --bootstrap-servers kafka-1:9092 --json")
final class TopicsDescribeCommand implements Callable<Integer>, Connected {

    private static final List<String> SETTINGS = List.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private TopicsCommand.Names names;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException, IOException {
        Optional<TopicState> logs;
        Optional<TopicState> conf;
        try (TopicAdmin admin = new TopicAdmin(connection.clientConfig())) {
            logs = admin.describe(names.logs);
            conf = admin.describe(names.conf);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            writeJson(logs, conf, out);
        } else {
            writeText(names.logs, logs, out);
            writeText(names.conf, conf, out);
        }
        out.flush();
        return logs.isPresent() && conf.isPresent() ? 0 : 1;
    }

    private static void writeText(String name, Optional<TopicState> found, PrintWriter out) {
        if (found.isEmpty()) {
            out.println(name + ": does not exist");
            return;
        }
        TopicState topic = found.get();
        StringBuilder head = new StringBuilder(name).append(':');
        SETTINGS.forEach(setting -> head.append(' ')
                .append(setting)
                .append('=')
                .append(topic.config().get(setting)));
        out.println(head);
        TextTable table = new TextTable("PARTITION", "LEADER", "REPLICAS", "ISR", "BEGINNING", "END");
        for (TopicState.Partition p : topic.partitions()) {
            table.row(p.partition(), p.leader(), joined(p.replicas()), joined(p.isr()), p.beginning(), p.end());
        }
        table.print(out);
    }

    private static String joined(List<Integer> ids) {
        return String.join(",", ids.stream().map(String::valueOf).toList());
    }

    private void writeJson(Optional<TopicState> logs, Optional<TopicState> conf, PrintWriter out) throws IOException {
        JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        try (JsonGenerator generator = factory.createGenerator(out).useDefaultPrettyPrinter()) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("topics");
            writeJson(generator, names.logs, logs);
            writeJson(generator, names.conf, conf);
            generator.writeEndArray();
            generator.writeEndObject();
        }
        out.println();
    }

    private static void writeJson(JsonGenerator generator, String name, Optional<TopicState> found) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("topic", name);
        generator.writeBooleanField("exists", found.isPresent());
        if (found.isPresent()) {
            generator.writeObjectFieldStart("config");
            for (String setting : SETTINGS) {
                generator.writeStringField(setting, found.get().config().get(setting));
            }
            generator.writeEndObject();
            generator.writeArrayFieldStart("partitions");
            for (TopicState.Partition partition : found.get().partitions()) {
                writeJson(generator, partition);
            }
            generator.writeEndArray();
        }
        generator.writeEndObject();
    }

    private static void writeJson(JsonGenerator generator, TopicState.Partition partition) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("partition", partition.partition());
        // Null, not absent: that there is no leader is what one looks for.
        generator.writeObjectField("leader", partition.leader());
        writeIds(generator, "replicas", partition.replicas());
        writeIds(generator, "isr", partition.isr());
        generator.writeObjectField("beginning", partition.beginning());
        generator.writeObjectField("end", partition.end());
        generator.writeEndObject();
    }

    private static void writeIds(JsonGenerator generator, String name, List<Integer> ids) throws IOException {
        generator.writeArrayFieldStart(name);
        for (int id : ids) {
            generator.writeNumber(id);
        }
        generator.writeEndArray();
    }
}
