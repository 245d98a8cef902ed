package io.github.loglane.conf;

/**
 * What a process says about one record of the topic.
 *
 * @param id the record's id; {@code null} where it has none, as a reset, or none that could be read
 * @param scope the record's scope; {@code null} where it could not be read
 * @param offset the record's offset
 * @param reason more about it, not longer than a line or two, or {@code null}
 * @param worker whose answer it is: the process's worker, or the lane that the setting is for; empty for none
 */
public record ConfAnswer(String id, String scope, long offset, Status status, String reason, String worker) {

    /** What became of the record. */
    public enum Status {
        /** It holds here, or waits behind one of a more specific scope: the reason says so then. */
        APPLIED("applied"),
        /** It counts as absent, or the application could not use it. */
        REJECTED("rejected"),
        /** Its time is over. */
        EXPIRED("expired");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
