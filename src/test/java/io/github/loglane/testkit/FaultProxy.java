package io.github.loglane.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between clients and one broker, reads Kafka's frames, and does to Produce requests what its {@link FaultPlan}
 * says. Answers keep the order of the requests of their connection, those of the proxy's own making too.
 *
 * <p>The broker is configured with {@link BrokerConfig#proxied()}, so it tells clients the proxy's address; a client
 * that begins at {@link #bootstrapServers()} stays behind the proxy. Plain text only. While the broker is down, a client is
 * accepted and then hung up on; {@link Mode#REFUSE} is what a real absence looks like.
 *
 * <p>All methods may be called by any thread. Its threads are daemons and gone when {@link #close()} returns.
 */
public final class FaultProxy implements AutoCloseable {

    /** What happens to all traffic, whatever the plan says of Produce requests. */
    public enum Mode {
        /** As planned. */
        PASS,
        /** Nobody listens on the port, connections have ended. */
        REFUSE,
        /** Connections are accepted, nothing is answered or forwarded, ever: they end when this mode does. */
        BLACKHOLE,
        /** As a network that comes back: nothing moves, and all of it goes on when this mode ends. */
        FREEZE
    }

    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);

    private final ProxyRoute route;
    private final Map<Fault.Kind, LongAdder> counts = new EnumMap<>(Fault.Kind.class);
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Thread> acceptors = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private FaultPlan plan;
    private Mode mode = Mode.REFUSE;
    private ServerSocket listener;
    private volatile boolean closed;
    private volatile Duration initProducerIdDelay = Duration.ZERO;

    public FaultProxy(ProxyRoute route, FaultPlan plan) {
        this.route = route;
        this.plan = plan;
        for (Fault.Kind kind : Fault.Kind.values()) {
            counts.put(kind, new LongAdder());
        }
        mode(Mode.PASS);
    }

    public String bootstrapServers() {
        return route.bootstrapServers();
    }

    public void plan(FaultPlan next) {
        lock.lock();
        try {
            plan = next;
        } finally {
            lock.unlock();
        }
    }

    public void mode(Mode next) {
        lock.lock();
        try {
            if (closed || next == mode) {
                return;
            }
            if (next == Mode.REFUSE) {
                listener.close();
            }
            if (next == Mode.REFUSE || mode == Mode.BLACKHOLE) {
                connections.forEach(ProxyConnection::close);
            }
            if (mode == Mode.REFUSE) {
                listen();
            }
            mode = next;
            changed.signalAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** How long a request for a producer id is held back; the requests behind it on its connection wait too. */
    public void initProducerIdDelay(Duration delay) {
        initProducerIdDelay = delay;
    }

    /** Produce requests that met this kind of fault, or {@link Fault.Kind#PASS none}. */
    public long count(Fault.Kind kind) {
        return counts.get(kind).sum();
    }

    /** Produce requests so far, whatever was done to them. */
    public long requestCount() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Connections open now. */
    public int connectionCount() {
        return connections.size();
    }

    @Override
    public void close() {
        List<Thread> threads = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            listener.close();
            connections.forEach(connection -> threads.addAll(connection.threads()));
            connections.forEach(ProxyConnection::close);
            threads.addAll(acceptors);
            changed.signalAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
        threads.forEach(FaultProxy::join);
    }

    @Override
    public String toString() {
        return "proxy at " + bootstrapServers() + " " + counts;
    }

    Fault decide(ProduceCall call) {
        lock.lock();
        try {
            Fault fault = call.expectsAnswer() ? plan.next(call) : Fault.PASS;
            counts.get(fault.kind()).increment();
            return fault;
        } finally {
            lock.unlock();
        }
    }

    Duration initProducerIdDelay() {
        return initProducerIdDelay;
    }

    /** Waits while the proxy is frozen; false if what was read is to be thrown away. */
    boolean mayMove() throws InterruptedException {
        lock.lock();
        try {
            while (mode == Mode.FREEZE && !closed) {
                changed.await();
            }
            return mode != Mode.BLACKHOLE && !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until the proxy is closed. */
    void hold(Duration delay) throws InterruptedException {
        long left = delay.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void ended(ProxyConnection connection) {
        connections.remove(connection);
    }

    private void listen() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), route.clientPort()), 100);
        listener = socket;
        Thread acceptor = new Thread(() -> accept(socket), "fault-proxy-accept");
        acceptor.setDaemon(true);
        acceptor.start();
        acceptors.add(acceptor);
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                open(socket.accept());
            } catch (IOException e) {
                // closed, or a client that has gone already
            }
        }
    }

    private void open(Socket client) throws IOException {
        Socket broker = new Socket();
        try {
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), route.brokerPort()));
        } catch (IOException e) {
            client.close();
            return;
        }
        ProxyConnection connection = new ProxyConnection(this, client, broker);
        lock.lock();
        try {
            if (closed || mode == Mode.REFUSE) {
                connection.close();
            } else {
                connections.add(connection);
                connection.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(JOIN_TIMEOUT.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread + " did not end");
        }
    }
}
