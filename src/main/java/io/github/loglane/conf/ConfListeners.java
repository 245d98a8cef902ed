package io.github.loglane.conf;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The application's listeners, whether or not the topic is read already. Safe for any thread. */
public final class ConfListeners implements ChangeSink {

    private final List<ConfRegistration> registrations = new CopyOnWriteArrayList<>();
    private final List<ConfReader> readers = new CopyOnWriteArrayList<>();

    /**
     * Adds a listener and tells it what is in force.
     *
     * @param name the config it wants; {@code null} for all
     */
    public ConfRegistration add(String name, ConfListener listener) {
        ConfRegistration registration = new ConfRegistration(name, listener, registrations::remove);
        registrations.add(registration);
        readers.forEach(reader -> reader.tell(registration));
        return registration;
    }

    /** {@code reader} tells later listeners what is in force, until it is detached. */
    public void attach(ConfReader reader) {
        readers.add(reader);
        registrations.forEach(reader::tell);
    }

    public void detach(ConfReader reader) {
        readers.remove(reader);
    }

    @Override
    public void deliver(ConfChange change, Consumer<String> done) {
        List<ConfRegistration> wanting = registrations.stream()
                .filter(registration -> registration.wants(change.name()))
                .toList();
        if (wanting.isEmpty()) {
            done.accept(change.json() == null ? null : NO_LISTENER);
            return;
        }
        AtomicInteger left = new AtomicInteger(wanting.size());
        AtomicReference<String> worst = new AtomicReference<>();
        for (ConfRegistration registration : wanting) {
            registration.deliver(change, remark -> {
                if (remark != null) {
                    worst.accumulateAndGet(remark, (old, it) -> old != null && old.startsWith(FAILED) ? old : it);
                }
                if (left.decrementAndGet() == 0) {
                    done.accept(worst.get());
                }
            });
        }
    }
}
