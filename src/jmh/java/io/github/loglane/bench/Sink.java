package io.github.loglane.bench;

/** Where a load goes to. {@link #send} from any thread. */
interface Sink extends AutoCloseable {

    /** Logs, or sends, the {@code i}-th text of {@link Payload}, {@code i} taken modulo their count. */
    void send(int i);

    @Override
    void close();
}
