package io.github.loglane.bench;

import io.github.loglane.testkit.BrokerProcess;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** The broker and what all measurements share. */
record Scene(BrokerProcess broker, Admin admin, List<String> jvmArgs) {

    private static int topics;

    PeerProcess start(Peer peer, String topic, int threads) {
        return new PeerProcess(peer, broker.bootstrapServers(), topic, threads, jvmArgs);
    }

    TopicEnd endOf(String topic) {
        return new TopicEnd(admin, topic);
    }

    /** A new topic of one partition. */
    String createTopic() {
        topics++;
        String topic = "bench-" + topics;
        broker.topics().create(topic, 1);
        return topic;
    }

    void deleteTopic(String topic) {
        broker.topics().delete(topic);
    }
}
