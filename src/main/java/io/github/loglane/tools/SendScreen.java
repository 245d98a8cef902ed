package io.github.loglane.tools;

import io.github.loglane.conf.ConfMessage;
import java.io.IOException;

/** Told how a publication goes on. One thread at a time. */
interface SendScreen {

    void wouldPublish(ConfMessage message) throws IOException;

    void published(ConfMessage message, long offset) throws IOException;

    /** Answers are waited for from now on. */
    void waiting(Fleet fleet) throws IOException;

    void answered(Fleet fleet, Instance instance) throws IOException;

    /** @param fleet {@code null} where answers were not waited for */
    void done(Fleet fleet) throws IOException;
}
