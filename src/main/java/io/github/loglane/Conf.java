package io.github.loglane;

import io.github.loglane.conf.ConfListener;
import io.github.loglane.conf.ConfListeners;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfPublishException;
import io.github.loglane.conf.ConfPublisher;
import io.github.loglane.conf.ConfRegistration;
import io.github.loglane.conf.ConfSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What an application has of the topic {@code conf}: its own settings, live, and a way to publish new ones.
 *
 * <pre>{@code
 * Conf.listen("flags", change -> flags = Flags.parse(change.json()));
 * Conf.publish(ConfMessage.config("flags", "{\"newCheckout\":true}").by("ann").build(), Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>The topic is read where an appender has {@code conf="true"}. Listeners may be registered before that. Safe for any thread.
 */
public final class Conf {

    static final ConfListeners LISTENERS = new ConfListeners();

    private Conf() {}

    /** Tells {@code listener} the value of the config {@code name}: what is in force now, and each change. */
    public static ConfRegistration listen(String name, ConfListener listener) {
        return LISTENERS.add(Objects.requireNonNull(name, "name"), Objects.requireNonNull(listener, "listener"));
    }

    /** As {@link #listen}, of all configs. */
    public static ConfRegistration listenToAll(ConfListener listener) {
        return LISTENERS.add(null, Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Puts {@code message} into the topic that this process reads, and waits for the ack.
     *
     * @return the record's offset
     * @throws ConfPublishException where there is no ack within {@code deadline}
     * @throws IllegalStateException where this process reads no such topic, or several
     */
    public static long publish(ConfMessage message, Duration deadline)
            throws ConfPublishException, InterruptedException {
        List<ConfSettings> topics = ConfHub.allSettings();
        if (topics.size() != 1) {
            throw new IllegalStateException(
                    "expecting: one topic that is read by an appender with conf=\"true\", found: " + topics.size());
        }
        return new ConfPublisher(topics.get(0)).publish(message, deadline);
    }
}
