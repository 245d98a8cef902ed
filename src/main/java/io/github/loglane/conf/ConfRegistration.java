package io.github.loglane.conf;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A listener's registration, with the thread that calls it: what it does, and how long, holds up nobody else. The thread's name
 * is not one of loglane's, so that what a listener logs is logged. Safe for any thread.
 */
public final class ConfRegistration implements ChangeSink, AutoCloseable {

    private static final String SUPERSEDED = "superseded before the listener heard of it";

    private final String name;
    private final ConfListener listener;
    private final Consumer<ConfRegistration> onClose;
    private final Map<String, Delivery> pending = new LinkedHashMap<>();
    private final Map<String, ConfChange> told = new HashMap<>();
    private final Thread thread;
    private boolean closed;

    private record Delivery(ConfChange change, Consumer<String> done) {}

    ConfRegistration(String name, ConfListener listener, Consumer<ConfRegistration> onClose) {
        this.name = name;
        this.listener = listener;
        this.onClose = onClose;
        thread = new Thread(null, this::run, "conf-listener-" + (name == null ? "all" : name), 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    boolean wants(String config) {
        return name == null || name.equals(config);
    }

    @Override
    public void deliver(ConfChange change, Consumer<String> done) {
        if (!wants(change.name())) {
            done.accept(null);
            return;
        }
        Delivery old = null;
        boolean isTaken;
        synchronized (pending) {
            isTaken = !closed;
            if (isTaken) {
                old = pending.put(change.topic() + '#' + change.name(), new Delivery(change, done));
                pending.notifyAll();
            }
        }
        if (!isTaken) {
            done.accept(null);
        }
        if (old != null) {
            old.done().accept(SUPERSEDED);
        }
    }

    private void run() {
        for (Delivery next = take(); next != null; next = take()) {
            next.done().accept(call(next.change()));
        }
    }

    private Delivery take() {
        synchronized (pending) {
            while (pending.isEmpty() && !closed) {
                try {
                    pending.wait();
                } catch (InterruptedException meansNothing) {
                    // the thread is ours, and ends by close()
                }
            }
            if (pending.isEmpty()) {
                return null;
            }
            Iterator<Delivery> first = pending.values().iterator();
            Delivery next = first.next();
            first.remove();
            return next;
        }
    }

    private String call(ConfChange change) {
        ConfChange before = told.put(change.topic() + '#' + change.name(), change);
        boolean isNews = before == null ? change.json() != null : !before.equals(change);
        if (!isNews || isClosed()) {
            return null;
        }
        try {
            listener.onChange(change);
            return null;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return FAILED + "the listener threw " + e;
        }
    }

    private boolean isClosed() {
        synchronized (pending) {
            return closed;
        }
    }

    /** No further call begins; one that is under way goes on. */
    @Override
    public void close() {
        synchronized (pending) {
            closed = true;
            pending.notifyAll();
        }
        onClose.accept(this);
    }

    @Override
    public String toString() {
        return "ConfRegistration{" + (name == null ? "all" : name) + '}';
    }
}
