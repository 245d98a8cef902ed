package io.github.loglane.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A later version of the library wrote this file: it is left alone, and another slot is used. */
public final class NewerVersionException extends IOException {

    /** More than this is damage, not a version. */
    static final int MAX_PLAUSIBLE = 1000;

    private static final long serialVersionUID = 1;

    NewerVersionException(Path path, int version) {
        super(path + " has journal version " + version + ", this library reads up to version " + FileLayout.VERSION
                + "; start the newer library to have it shipped");
    }
}
