package io.github.loglane.conf;

import java.io.IOException;

/** A record is not known to be in the topic. Where it was a matter of time it may still be, or get there. */
public final class ConfPublishException extends IOException {

    private static final long serialVersionUID = 1L;

    ConfPublishException(String message) {
        super(message);
    }
}
