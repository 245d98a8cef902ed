package io.github.loglane.encode;

/** Which throwables of the application's code are a fault of one event, and which are the JVM's. */
final class Fatal {

    private Fatal() {}

    /**
     * Throws {@code thrown} on where it must not be hidden: {@link OutOfMemoryError} and its like. A
     * {@link StackOverflowError} is the application's {@code toString} calling itself, so a fault of the one event.
     */
    static void rethrow(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
            throw error;
        }
    }
}
