/**
 * The front for Log4j2: translates its configuration and its events, and does nothing else.
 *
 * <ul>
 *   <li>{@link io.github.loglane.log4j2.WorkerKafkaAppender}: the appender {@code <WorkerKafka>}, and its builder.
 *   <li>{@code ElementReader}: the element's attributes and properties as a {@link io.github.loglane.PipelineConfig}.
 * *   <li>{@code UnknownAttributes}: attributes that are none.
 *   <li>{@code PipelineManager}: the one pipeline of an appender over reconfigurations.
 *   <li>{@code Fallback}: the appender that {@code errorRef} names.
 *   <li>{@code Log4jEventView}: an event as the encoder sees it.
 *   <li>{@code LayoutBody}: what a nested layout writes, tried by {@code JsonProbe} first.
 *   <li>{@link io.github.loglane.log4j2.LoglaneResolverFactory}, {@link
 *       io.github.loglane.log4j2.WorkerIdResolverFactory}: what {@code LoglaneEventTemplate.json} needs in
 *       JsonTemplateLayout; not loaded where that is absent.
 *   <li>{@code Log4jLevels}: sets levels and brings back what was there; {@code LaneFilter}: those of single workers.
 *   <li>{@code Log4jStatusSink}: loglane's own lines in Log4j's status log.
 * </ul>
 */
package io.github.loglane.log4j2;
