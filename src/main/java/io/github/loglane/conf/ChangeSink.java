package io.github.loglane.conf;

import java.util.function.Consumer;

/** Where changes of configs go to. */
@FunctionalInterface
interface ChangeSink {

    /** What is told where nobody listens. */
    String NO_LISTENER = "no listener";

    /** A listener threw: the reason that follows this makes the answer a rejection. */
    String FAILED = "failed: ";

    /**
     * Hands {@code change} to whom it concerns and does not wait for them.
     *
     * @param done told once when all had it: {@code null}, or a remark, which begins with {@link #FAILED} for a failure
     */
    void deliver(ConfChange change, Consumer<String> done);
}
