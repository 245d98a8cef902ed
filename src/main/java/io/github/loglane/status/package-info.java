/**
 * What loglane says about itself; depends on the JDK only.
 *
 * <ul>
 *   <li>{@link io.github.loglane.status.DropCause}: why an event was not journaled; the words used everywhere.
 *   <li>{@link io.github.loglane.status.Counters}: what one pipeline counts, one counter for each cause.
 *   <li>{@link io.github.loglane.status.StatusReporter}: lines about itself, at most one a minute for each cause.
 *   <li>{@link io.github.loglane.status.StatusSink}: where a front lets these lines go.
 * </ul>
 */
package io.github.loglane.status;
