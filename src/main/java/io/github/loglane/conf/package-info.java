/**
 * The topic {@code conf}: settings that are published once and that every process applies.
 *
 * <p>{@link io.github.loglane.conf.ConfMessage} makes a record, {@link io.github.loglane.conf.ConfPublisher} sends it, {@link
 * io.github.loglane.conf.ConfParser} reads it, {@link io.github.loglane.conf.ConfState} knows which setting is in force, {@link
 * io.github.loglane.conf.ConfReader} brings the records, {@link io.github.loglane.conf.ConfApplier} hands them to the {@link
 * io.github.loglane.conf.LevelPort}s and to the application's {@link io.github.loglane.conf.ConfListener}s, and answers.
 */
package io.github.loglane.conf;
