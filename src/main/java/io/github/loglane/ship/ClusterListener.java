package io.github.loglane.ship;

import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Learns the id of the cluster. Kafka tells it to the serializers that ask for it; a producer has no other way to be asked.
 * Called on the producer's I/O thread, read from any.
 */
final class ClusterListener extends ByteArraySerializer implements ClusterResourceListener {

    private volatile String clusterId = "";

    @Override
    public void onUpdate(ClusterResource cluster) {
        String id = cluster.clusterId();
        if (id != null) {
            clusterId = id;
        }
    }

    /** Empty until the first contact. */
    String clusterId() {
        return clusterId;
    }
}
