/**
 * The front for Logback: translates its configuration and its events, and does nothing else.
 *
 * <ul>
 *   <li>{@link io.github.loglane.logback.WorkerKafkaAppender}: the appender.
 *   <li>{@code GivenOptions}: what its setters were given, as a {@link io.github.loglane.PipelineConfig}.
 *   <li>{@code ContextPipelines}, {@code SharedPipeline}: the one pipeline of an appender over reconfigurations, and what stops
 *       it at the end; {@code SpringBoot}: what Spring Boot does with a context.
 *   <li>{@code LogbackEventView}: an event as the encoder sees it.
 *   <li>{@code EncoderBody}: what a nested encoder writes.
 *   <li>{@code LogbackLevels}: sets levels and brings back what was there; {@code LaneTurboFilter}: those of single workers.
 *   <li>{@code LogbackStatusSink}: loglane's own lines in Logback's status.
 * </ul>
 */
package io.github.loglane.logback;
