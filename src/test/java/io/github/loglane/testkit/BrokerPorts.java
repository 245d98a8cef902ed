package io.github.loglane.testkit;

/**
 * The ports of one broker on 127.0.0.1; {@code proxy} is the one that the listener {@code behindProxy} gives out as its
 * own.
 */
record BrokerPorts(int plain, int controller, int sasl, int behindProxy, int proxy) {

    static BrokerPorts free() {
        return new BrokerPorts(
                FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next());
    }

    /** Others to listen on, after one of these was taken. */
    BrokerPorts retried() {
        return new BrokerPorts(FreePorts.next(), FreePorts.next(), FreePorts.next(), FreePorts.next(), proxy);
    }
}
