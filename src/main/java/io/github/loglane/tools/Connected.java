package io.github.loglane.tools;

/** A command that talks to Kafka. */
interface Connected {

    ConnectionOptions connection();
}
