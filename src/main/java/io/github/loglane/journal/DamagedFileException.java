package io.github.loglane.journal;

import java.io.IOException;

/** A file in a slot's place is no journal, or none any more. */
public final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1;

    DamagedFileException(String message) {
        super(message);
    }
}
