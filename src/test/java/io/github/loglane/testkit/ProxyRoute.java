package io.github.loglane.testkit;

/** Clients reach the proxy at {@code clientPort}, the proxy reaches the broker at {@code brokerPort}; both 127.0.0.1. */
public record ProxyRoute(int clientPort, int brokerPort) {

    public String bootstrapServers() {
        return "127.0.0.1:" + clientPort;
    }
}
