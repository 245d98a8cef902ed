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

    /** What is to be told, one change of each config; also the lock around all of this. */
    private final Map<String, Delivery> pending = new LinkedHashMap<>();

    /** What the listener believes to be in force; nothing of configs that are gone, else it would grow for ever. */
    private final Map<String, ConfChange> told = new HashMap<>();

    private final Thread thread;
    private boolean closed;

    private record Delivery(ConfChange change, Consumer<String> done) {
        String config() {
            return change.topic() + '#' + change.name();
        }
    }

    ConfRegistration(String name, ConfListener listener, Consumer<ConfRegistration> onClose) {
        this.name = name;
        this.listener = listener;
        this.onClose = onClose;
        thread = new Thread(null, this::run, "conf-listener-" + (name == null ? "all" : name), 0, false);
        thread.setDaemon(true);
        // as a thread of the application's own would have it; not all JDKs hand it on to a thread without its thread
        // locals
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
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
        Delivery next = new Delivery(change, done);
        Delivery old;
        boolean isNews;
        synchronized (pending) {
            old = closed ? null : pending.remove(next.config());
            isNews = !closed && isNews(next);
            if (isNews) {
                pending.put(next.config(), next);
                pending.notifyAll();
            }
        }
        if (!isNews) {
            done.accept(null);
        }
        if (old != null) {
            old.done().accept(SUPERSEDED);
        }
    }

    private boolean isNews(Delivery next) {
        ConfChange before = told.get(next.config());
        return before == null ? next.change().json() != null : !before.equals(next.change());
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
            if (next.change().json() == null) {
                told.remove(next.config());
            } else {
                told.put(next.config(), next.change());
            }
            return next;
        }
    }

    private String call(ConfChange change) {
        if (isClosed()) {
            return null;
        }
        try {
            listener.onChange(change);
            return null;
        } catch (Throwable e) {
            // whatever it is: it is the application's, and the next change has to reach it
            return FAILED + "the listener threw " + described(e);
        }
    }

    private static String described(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException | Error e) {
            return thrown.getClass().getName();
        }
    }

    /** How many configs it keeps something about. */
    int held() {
        synchronized (pending) {
            return pending.size() + told.size();
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
