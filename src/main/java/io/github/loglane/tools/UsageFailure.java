package io.github.loglane.tools;

/** An option with a value that will not do, found only after parsing. */
final class UsageFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageFailure(String message) {
        super(message);
    }
}
