package io.github.loglane.conf;

import java.time.Instant;

/**
 * One setting, as a record of the topic tells it; valid. Immutable.
 *
 * @param id what its sender calls it
 * @param at when it was made, as its sender says
 * @param by who made it, as its sender says, or {@code null}
 * @param why what for, or {@code null}
 * @param expiresAt when it ends by itself, or {@code null}
 * @param level the level, of a setting of kind {@code level}; else {@code null}
 * @param json the value, as written
 */
public record ConfSetting(
        ConfKey key, String id, Instant at, String by, String why, Instant expiresAt, ConfLevel level, String json) {

    /** What holding it takes beside its texts, objects and places in maps, in characters. */
    private static final int OVERHEAD_CHARS = 256;

    /** About what it takes of memory, in characters. */
    int chars() {
        return OVERHEAD_CHARS + key.toString().length() + id.length() + length(by) + length(why) + json.length();
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }
}
