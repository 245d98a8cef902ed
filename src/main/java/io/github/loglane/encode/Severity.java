package io.github.loglane.encode;

/** The six levels every logging framework maps onto, least severe first. Custom levels take the nearest standard one. */
public enum Severity {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL
}
