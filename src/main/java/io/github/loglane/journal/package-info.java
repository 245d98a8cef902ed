/** Keeps records, in memory or in a mapped file, from the log call until Kafka has acknowledged them. */
package io.github.loglane.journal;
