package io.github.loglane.tools;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code topics create}: may be called again; topics that exist are checked and never changed. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        versionProvider = LoglaneTools.Version.class,
        description = {
            "Creates the topics that do not exist, and checks those that do: conf must have one",
            "partition and cleanup.policy=compact, logs cleanup.policy=delete, and each what was asked",
            "for here. Changes nothing that exists.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:both topics are there and fit",
            "1:a topic does not fit",
            "2:wrong usage",
            "4:not done: no broker, not allowed, ..."
        },
        footerHeading = "%nExample:%n",
        footer =
                "  loglane-tools topics create --bootstrap-servers kafka-1:9092 --partitions 12 --replication-factor 3")
final class TopicsCreateCommand implements Callable<Integer>, Connected {

    private static final int DEFAULT_PARTITIONS = 2;

    /** With fewer replicas than that, two in sync would mean that no broker may be away. */
    private static final int REPLICAS_FOR_TWO_IN_SYNC = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private TopicsCommand.Names names;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of logs. Default: " + DEFAULT_PARTITIONS + ".")
    private Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = {
                "Replicas of each partition. Default: the broker's. From 3 on a topic made here gets",
                "min.insync.replicas=2: what is acknowledged is on two brokers, and one may be away."
            })
    private Short replicationFactor;

    @Override
    public ConnectionOptions connection() {
        return connection;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        check("--partitions", partitions);
        check("--replication-factor", replicationFactor);
        int logsPartitions = partitions == null ? DEFAULT_PARTITIONS : partitions;
        try (TopicAdmin admin = new TopicAdmin(connection.clientConfig())) {
            boolean logsNew = create(admin, newTopic(names.logs, logsPartitions, Map.of()));
            boolean confNew = create(
                    admin,
                    newTopic(
                            names.conf,
                            1,
                            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
            TopicState logs = admin.describeNow(names.logs);
            TopicState conf = admin.describeNow(names.conf);
            boolean logsFits = report(logs, logsNew, logs.misfitsAsLogs(partitions, replicationFactor));
            boolean confFits = report(conf, confNew, conf.misfitsAsConf(replicationFactor));
            return logsFits && confFits ? 0 : 1;
        }
    }

    private static void check(String option, Number value) {
        if (value != null && value.intValue() < 1) {
            throw new UsageFailure("expecting: " + option + " of at least 1, found: " + value);
        }
    }

    private NewTopic newTopic(String name, int partitionCount, Map<String, String> config) {
        Map<String, String> all = new HashMap<>(config);
        if (replicationFactor != null && replicationFactor >= REPLICAS_FOR_TWO_IN_SYNC) {
            all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new NewTopic(name, Optional.of(partitionCount), Optional.ofNullable(replicationFactor)).configs(all);
    }

    /** Asks first: who may not create topics can still have those checked that exist. */
    private static boolean create(TopicAdmin admin, NewTopic topic) throws InterruptedException, ExecutionException {
        return !admin.exists(topic.name(), "Describe") && admin.create(topic);
    }

    private boolean report(TopicState topic, boolean isNew, List<String> misfits) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(topic.topic() + ": " + (isNew ? "created" : "exists") + ", "
                + topic.partitions().size() + (topic.partitions().size() == 1 ? " partition" : " partitions")
                + ", replication factor " + topic.replicationFactor() + ", min.insync.replicas="
                + topic.config().get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG) + ", cleanup.policy="
                + topic.cleanupPolicy());
        misfits.forEach(misfit -> out.println(topic.topic() + ": does not fit: " + misfit));
        out.flush();
        return misfits.isEmpty();
    }
}
