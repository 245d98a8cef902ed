package io.github.loglane.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * One client's connection: a thread for requests, one for the broker's answers. Every request that expects an answer
 * has a place in a queue; what is ready at the queue's head goes to the client, by whichever thread made it ready.
 */
final class ProxyConnection {

    private static final int MAX_FRAME_BYTES = 200 << 20;

    /** The place of one answer. Without bytes it waits for the broker. */
    private static final class Place {
        final Fault.Kind kind;
        final int correlationId;
        byte[] frame;

        Place(Fault.Kind kind, int correlationId, byte[] frame) {
            this.kind = kind;
            this.correlationId = correlationId;
            this.frame = frame;
        }
    }

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket broker;
    private final DataOutputStream toClient;
    private final DataOutputStream toBroker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place> places = new ArrayDeque<>();
    private final Thread requests;
    private final Thread answers;
    private final AtomicInteger running = new AtomicInteger(2);
    private boolean hungUp;

    ProxyConnection(FaultProxy proxy, Socket client, Socket broker) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.broker = broker;
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        toClient = new DataOutputStream(client.getOutputStream());
        toBroker = new DataOutputStream(broker.getOutputStream());
        requests = thread(this::forwardRequests, "fault-proxy-requests");
        answers = thread(this::forwardAnswers, "fault-proxy-answers");
    }

    void start() {
        requests.start();
        answers.start();
    }

    List<Thread> threads() {
        return List.of(requests, answers);
    }

    /** Ends both sides; the threads follow. */
    void close() {
        closeQuietly(client);
        closeQuietly(broker);
    }

    private Thread thread(Transfer transfer, String name) {
        Thread thread = new Thread(() -> run(transfer), name);
        thread.setDaemon(true);
        return thread;
    }

    private void run(Transfer transfer) {
        try {
            transfer.run();
        } catch (IOException e) {
            // one side has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // after a hang-up only the client's end is the end
            if (Thread.currentThread() == requests || !isHungUp()) {
                close();
            }
            if (running.decrementAndGet() == 0) {
                proxy.ended(this);
            }
        }
    }

    private void forwardRequests() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        boolean cut = false;
        while (true) {
            byte[] frame = read(in);
            if (proxy.mayMove() && !cut) {
                cut = request(frame) == Fault.Kind.CUT;
            }
        }
    }

    private Fault.Kind request(byte[] frame) throws IOException, InterruptedException {
        ByteBuffer head = ByteBuffer.wrap(frame);
        short api = head.getShort(0);
        int correlationId = head.getInt(4);
        Place place = new Place(Fault.Kind.PASS, correlationId, null);
        boolean answered = true;
        if (api == ApiKeys.INIT_PRODUCER_ID.id) {
            proxy.hold(proxy.initProducerIdDelay());
        } else if (api == ApiKeys.PRODUCE.id) {
            ProduceCall call = ProduceCall.parse(frame);
            Fault fault = proxy.decide(call);
            proxy.hold(fault.delay());
            boolean own = fault.kind() == Fault.Kind.ERROR;
            place = new Place(fault.kind(), correlationId, own ? call.answer(fault.error()) : null);
            answered = call.expectsAnswer();
        }
        if (answered) {
            enqueue(place);
        }
        if (place.kind != Fault.Kind.ERROR && place.kind != Fault.Kind.CUT) {
            forward(frame);
        }
        return place.kind;
    }

    private void forward(byte[] frame) throws IOException {
        try {
            write(toBroker, frame);
        } catch (IOException e) {
            if (!isHungUp()) {
                throw e;
            }
        }
    }

    private void enqueue(Place place) throws IOException {
        lock.lock();
        try {
            places.add(place);
            flush();
        } finally {
            lock.unlock();
        }
    }

    private void forwardAnswers() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(broker.getInputStream()));
        while (true) {
            byte[] frame = read(in);
            if (proxy.mayMove()) {
                answer(frame);
            }
        }
    }

    private void answer(byte[] frame) throws IOException {
        int correlationId = ByteBuffer.wrap(frame).getInt(0);
        lock.lock();
        try {
            for (Place place : places) {
                if (place.correlationId == correlationId) {
                    place.frame = frame;
                }
            }
            flush();
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private void flush() throws IOException {
        while (!hungUp && !places.isEmpty()) {
            Place head = places.peek();
            boolean ready = head.frame != null || head.kind == Fault.Kind.CUT;
            if (!ready) {
                return;
            }
            places.poll();
            if (head.kind == Fault.Kind.CUT || head.kind == Fault.Kind.LOSE_ACK) {
                hangUp();
            } else {
                write(toClient, head.frame);
            }
        }
    }

    /** The client reads what it was sent, then the end. What it still sends is read and thrown away. */
    private void hangUp() throws IOException {
        hungUp = true;
        client.shutdownOutput();
        closeQuietly(broker);
    }

    private boolean isHungUp() {
        lock.lock();
        try {
            return hungUp;
        } finally {
            lock.unlock();
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_FRAME_BYTES) {
            throw new IOException("no Kafka frame: length " + length);
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    private static void write(DataOutputStream out, byte[] frame) throws IOException {
        byte[] all = new byte[4 + frame.length];
        ByteBuffer.wrap(all).putInt(frame.length).put(frame);
        out.write(all);
        out.flush();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed then
        }
    }

    private interface Transfer {
        void run() throws IOException, InterruptedException;
    }
}
