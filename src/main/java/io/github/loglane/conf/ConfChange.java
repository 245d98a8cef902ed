package io.github.loglane.conf;

import java.time.Instant;

/**
 * A config's value that is in force from now on in this process.
 *
 * @param topic where it was published
 * @param name the config's name
 * @param json its value as JSON text; {@code null}: there is none any more
 * @param scope whom it was published for, such as {@code host/web-1}; {@code null} where there is no value
 * @param offset the record's offset; -1 where there is no value
 * @param id what its sender called it, {@code null} where there is no value
 * @param at when it was published, as its sender says; {@code null} where there is no value
 * @param by who published it, as the sender says, or {@code null}
 * @param why what for, or {@code null}
 */
public record ConfChange(
        String topic,
        String name,
        String json,
        String scope,
        long offset,
        String id,
        Instant at,
        String by,
        String why) {

    static ConfChange of(String topic, String name, ConfEntry entry) {
        if (entry == null) {
            return new ConfChange(topic, name, null, null, -1, null, null, null, null);
        }
        ConfSetting setting = entry.setting;
        return new ConfChange(
                topic,
                name,
                setting.json(),
                setting.key().scope().toString(),
                entry.offset,
                setting.id(),
                setting.at(),
                setting.by(),
                setting.why());
    }
}
