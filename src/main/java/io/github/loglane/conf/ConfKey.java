package io.github.loglane.conf;

/**
 * What a record is about: {@code <scope>#level/<logger>} or {@code <scope>#config/<name>}. Immutable. One setting has one
 * spelling, so that compaction keeps one record for it.
 *
 * @param scope whom it is for
 * @param kind a logger's level, or data for the application
 * @param name the logger, {@code ROOT} for the root logger; or the data's name
 */
public record ConfKey(ConfScope scope, Kind kind, String name) {

    /** Name of the root logger. */
    public static final String ROOT = LevelPort.ROOT;

    static final int MAX_NAME_CHARS = 512;

    /** What kinds of settings there are. */
    public enum Kind {
        LEVEL("level"),
        CONFIG("config");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in a key. */
        public String word() {
            return word;
        }
    }

    /** @throws ConfRejection where {@code name} cannot be a logger's or a config's name */
    public static ConfKey of(ConfScope scope, Kind kind, String name) throws ConfRejection {
        boolean sound = !name.isBlank()
                && name.length() <= MAX_NAME_CHARS
                && name.equals(name.strip())
                && name.codePoints().noneMatch(ConfScope::isUnfit);
        if (!sound) {
            throw ConfRejection.expecting(
                    "a " + kind.word() + " name of 1 to " + MAX_NAME_CHARS
                            + " characters without control characters or space around it",
                    name);
        }
        if (kind == Kind.LEVEL && name.equalsIgnoreCase(ROOT) && !name.equals(ROOT)) {
            throw ConfRejection.expecting("the root logger to be called " + ROOT, name);
        }
        return new ConfKey(scope, kind, name);
    }

    /** Reads a record's key. */
    public static ConfKey parse(String text) throws ConfRejection {
        int hash = text.indexOf('#');
        int slash = text.indexOf('/', hash + 1);
        if (hash < 0 || slash < 0) {
            throw ConfRejection.expecting("a key <scope>#level/<logger> or <scope>#config/<name>", text);
        }
        ConfScope scope = ConfScope.parse(text.substring(0, hash));
        String word = text.substring(hash + 1, slash);
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(word)) {
                return of(scope, kind, text.substring(slash + 1));
            }
        }
        throw ConfRejection.expecting("a key <scope>#level/<logger> or <scope>#config/<name>", text);
    }

    /**
     * Whether it is for the process {@code self}, or for one of its lanes. Data goes to the process as a whole, never to one of
     * its lanes.
     */
    public boolean concerns(ConfIdentity self) {
        boolean isOfALane = self.isWorkerPerEvent() && scope.workerId() != null;
        return scope.concerns(self) && !(kind == Kind.CONFIG && isOfALane);
    }

    boolean isRoot() {
        return kind == Kind.LEVEL && name.equals(ROOT);
    }

    /** As it stands in the topic. */
    @Override
    public String toString() {
        return scope + "#" + kind.word() + '/' + name;
    }
}
