package io.github.loglane.conf;

/**
 * What a process is called, so that it knows which settings are for it.
 *
 * @param hostname its host's name, as in its records
 * @param service its service's name, or {@code null}
 * @param worker its worker id as in the header {@code w}; {@code null} where it has none, or several
 * @param isWorkerPerEvent whether its workers are its threads, or named by the thread context
 */
public record ConfIdentity(String hostname, String service, String worker, boolean isWorkerPerEvent) {

    /** Whether worker {@code id} is this process, or may be one of its lanes. */
    boolean mayHave(String id) {
        return isWorkerPerEvent || id.equals(worker);
    }

    /** The worker, as an answer names it; empty for none. */
    String answersAs() {
        return worker == null ? "" : worker;
    }
}
