package io.github.loglane.conf;

/**
 * What settings of several scopes are rivals about: a logger's level or a config, of the process or of one of its lanes.
 *
 * @param lane a worker of a process that has several; {@code null} for the process
 */
record ConfSubject(ConfKey.Kind kind, String name, String lane) {}
