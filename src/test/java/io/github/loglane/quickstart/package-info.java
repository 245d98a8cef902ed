/**
 * The quick start, {@code mvn -B -Pquickstart}: three workers log through one Kafka. One record of the topic
 * {@code conf} changes a level in all of them; then the Kafka is killed and comes back.
 *
 * <pre>
 * Maven --- QuickStart --- Stage -+- Kafka
 *           cleans up      plays  +- Worker 1..3, each with log4j2.xml
 *                          and    |    | logged n, longest call (pipe)
 *                          tells  +-- Tail: reads the topic, feeds the Ledger
 *                                 +-- LevelChange: publishes on conf, hears the answers from the Tail
 * </pre>
 *
 * <p>What the workers say that they logged is compared with what the tail finds, message by message, and the audit of
 * the tools judges the same topic by its keys and headers. Neither knows of the other.
 *
 * <p>However it ends, nothing is left behind: each process ends with the one to the left of it, and of the first two
 * the one that survives the other deletes the directory.
 */
package io.github.loglane.quickstart;
