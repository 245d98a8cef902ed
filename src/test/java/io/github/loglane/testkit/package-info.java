/**
 * What integration tests work with: real brokers, faults on the wire, other JVMs, and a look at a topic from outside.
 *
 * <p>Every process started here watches its standard input, which ends with the JVM that started it, however that
 * JVM ends. So nothing outlives a killed test run.
 */
package io.github.loglane.testkit;
