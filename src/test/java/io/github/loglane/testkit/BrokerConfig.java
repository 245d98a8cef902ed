package io.github.loglane.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** What a broker is to be; {@link #build()} gives a {@link BrokerProcess} that is not started yet. */
public final class BrokerConfig {

    final Map<String, String> extra = new TreeMap<>();
    final List<String> jvmArgs = new ArrayList<>();
    int nodeId = 1;
    String heap = "320m";
    boolean secured;
    Certificates certificates;
    boolean proxied;
    BrokerProcess controller;
    BrokerCluster cluster;
    Path directory;

    BrokerConfig() {}

    /** A server property, which wins over the one this kit would set. */
    public BrokerConfig with(String property, String value) {
        extra.put(property, value);
        return this;
    }

    /** A plain broker in the cluster of {@code first}, which is its controller and must have been started before. */
    public BrokerConfig joins(BrokerProcess first, int ownNodeId) {
        controller = first;
        nodeId = ownNodeId;
        return this;
    }

    /** One of the nodes of {@code whole}, each of which is broker and controller. */
    BrokerConfig memberOf(BrokerCluster whole, int ownNodeId) {
        cluster = whole;
        nodeId = ownNodeId;
        return this;
    }

    /** Where all its files go, which {@link BrokerProcess#close()} deletes. Default: a new temporary directory. */
    public BrokerConfig in(Path newDirectory) {
        directory = newDirectory;
        return this;
    }

    /** The broker's {@code -Xmx}. */
    public BrokerConfig heap(String size) {
        heap = size;
        return this;
    }

    /** Of two that say the same the later counts, and these come last. */
    public BrokerConfig jvmArg(String arg) {
        jvmArgs.add(arg);
        return this;
    }

    /**
     * Adds a SASL/SCRAM listener and an authorizer. Who comes by the plain listener may do everything, users of the
     * SASL one what {@link BrokerProcess#access()} has allowed them.
     */
    public BrokerConfig secured() {
        secured = true;
        return this;
    }

    /** As {@link #secured()}, with TLS on that listener. */
    public BrokerConfig secured(Certificates byThese) {
        certificates = byThese;
        return secured();
    }

    /** Adds a listener whose advertised address is where a {@link FaultProxy} listens. */
    public BrokerConfig proxied() {
        proxied = true;
        return this;
    }

    public BrokerProcess build() {
        return new BrokerProcess(this);
    }

    /** Builds and starts. */
    public BrokerProcess start() {
        return build().start();
    }

    String clusterId() {
        if (cluster != null) {
            return cluster.id();
        }
        return controller == null ? Uuid.randomUuid().toString() : controller.clusterId();
    }

    Properties properties(BrokerPorts ports, Path data) {
        Properties properties = new Properties();
        List<String> listeners = new ArrayList<>(List.of("PLAINTEXT://127.0.0.1:" + ports.plain()));
        List<String> advertised = new ArrayList<>(listeners);
        List<String> protocols = new ArrayList<>(List.of("PLAINTEXT:PLAINTEXT", "CONTROLLER:PLAINTEXT"));
        if (proxied) {
            listeners.add("PROXIED://127.0.0.1:" + ports.behindProxy());
            advertised.add("PROXIED://127.0.0.1:" + ports.proxy());
            protocols.add("PROXIED:PLAINTEXT");
        }
        if (secured) {
            listeners.add("SASL://127.0.0.1:" + ports.sasl());
            advertised.add("SASL://127.0.0.1:" + ports.sasl());
            protocols.add(certificates == null ? "SASL:SASL_PLAINTEXT" : "SASL:SASL_SSL");
            secure(properties);
            if (certificates != null) {
                properties.put("listener.name.sasl.ssl.keystore.type", "PKCS12");
                properties.put(
                        "listener.name.sasl.ssl.keystore.location",
                        certificates.brokerStore().toString());
                properties.put("listener.name.sasl.ssl.keystore.password", certificates.password());
                properties.put("listener.name.sasl.ssl.key.password", certificates.password());
            }
        }
        if (controller == null) {
            listeners.add("CONTROLLER://127.0.0.1:" + ports.controller());
        }
        properties.put("process.roles", controller == null ? "broker,controller" : "broker");
        properties.put("node.id", Integer.toString(nodeId));
        properties.put("controller.quorum.voters", voters(ports));
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("listeners", String.join(",", listeners));
        properties.put("advertised.listeners", String.join(",", advertised));
        properties.put("listener.security.protocol.map", String.join(",", protocols));
        properties.put("log.dirs", data.toString());
        small(properties);
        properties.putAll(extra);
        return properties;
    }

    private String voters(BrokerPorts ports) {
        if (cluster != null) {
            return cluster.voters();
        }
        return controller == null ? voter(ports) : controller.voter();
    }

    String voter(BrokerPorts ports) {
        return nodeId + "@127.0.0.1:" + ports.controller();
    }

    private static void secure(Properties properties) {
        properties.put("sasl.enabled.mechanisms", BrokerAccess.MECHANISM);
        properties.put(
                "listener.name.sasl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put("super.users", "User:ANONYMOUS");
    }

    /** One machine, one replica, quick to come up and to notice that a peer is gone. */
    private static void small(Properties properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("controlled.shutdown.retry.backoff.ms", "200");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "2");
    }
}
