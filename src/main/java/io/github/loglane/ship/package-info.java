/** Sends the records of the journal to Kafka, in order within a lane, and commits what is acknowledged. */
package io.github.loglane.ship;
