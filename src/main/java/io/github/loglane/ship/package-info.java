/**
 * Sends the records of the journal to Kafka, in order within a lane, and commits what is acknowledged.
 *
 * <ul>
 *   <li>{@link io.github.loglane.ship.Shipper}: the thread, its pace and its end.
 *   <li>{@code ShipWork}: what it does in each turn: open a producer, learn the count of partitions, ship, begin again.
 *   <li>{@code Session}: one producer's work with one count of partitions, up to its first error.
 *   <li>{@code Gate}: one partition of a session: one record alone first, and what waits for it.
 *   <li>{@code Window}, {@code Slot}: the records on their way; a slot is the callback that Kafka tells.
 *   <li>{@code Repairs}, {@code TimestampRule}: records that Kafka refuses for what they are: alone, with another time, a stub.
 *   <li>{@code AckOrder}: sees in the acks whether records were reordered.
 *   <li>{@code Watchdog}, {@code Backoff}: when a silent producer is given up, and how long to wait.
 *   <li>{@code Producers}: opens producers, and closes those given up behind the scenes.
 *   <li>{@code RecordWriter}: a journal's record as Kafka's: key, headers, and the body with epoch and seq.
 *   <li>{@code WorkerHeaders}: the header of a worker, made once.
 *   <li>{@code PartitionMap}: worker to partition.
 *   <li>{@link io.github.loglane.ship.ProducerSettings}: the producer's settings: defaults, refusals, no secret printed.
 *   <li>{@link io.github.loglane.ship.OwnThreads}: which threads are loglane's.
 *   <li>{@link io.github.loglane.ship.EpochRecords}: the port by which the root writes an epoch's drop and end records.
 * </ul>
 */
package io.github.loglane.ship;
