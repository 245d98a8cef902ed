/**
 * The pipeline that takes log events from a front to Kafka, and the only place that knows all its parts.
 *
 * <h2>The way of an event</h2>
 *
 * <ol>
 *   <li>A front ({@link io.github.loglane.log4j2.WorkerKafkaAppender}, {@link
 *       io.github.loglane.logback.WorkerKafkaAppender}) shows the framework's event as an {@link
 *       io.github.loglane.encode.EventView} and calls {@link io.github.loglane.LogPipeline#append}, on the thread that logs.
 *   <li>Events of loglane's own threads end here ({@code ownLogger}); so do those of low levels while the journal is nearly
 *       full ({@code shed}), before they cost an encoding.
 *   <li>{@code WorkerSource} decides the event's worker. The {@link io.github.loglane.encode.Encoder} writes the body into a
 *       pooled {@link io.github.loglane.encode.RecordBuffer}.
 *   <li>The {@link io.github.loglane.journal.Journal} takes the record: under one lock it gets its seq, is copied into the ring
 *       and published. What is refused has used up its seq, and the next record taken declares the gap. The log call
 *       returns.
 *   <li>The shipper's thread ({@link io.github.loglane.ship.Shipper}) reads on behind its cursor, adds epoch and seq to the
 *       body, maps the worker to a partition, and sends.
 *   <li>Kafka's ack marks the record. When all before it are marked too, the journal commits: their room is free.
 *   <li>After an error the producer is closed before anything can pass the failed record. The cursor goes back to the commit
 *       position, and a new producer sends on from there.
 * </ol>
 *
 * <h2>The map</h2>
 *
 * <ul>
 *   <li>{@link io.github.loglane.PipelineConfig}: all options, checked.
 *   <li>{@link io.github.loglane.TextOptions}: the same as texts, under the names that all fronts have; {@code ByteSize} reads
 *       sizes with units. {@link io.github.loglane.LaneLevels}: levels of single workers, for a front's filter.
 *   <li>{@link io.github.loglane.LogPipeline}: open, append, reconfigure, close.
 *   <li>{@link io.github.loglane.Outcome}: what became of one event.
 *   <li>{@code Openings}, {@code Opening}: the journal that events go to and its shipper, and those before it that still ship:
 *       one after the other, where a file fails or the configuration wants another one.
 *   <li>{@code JournalKeeper}: looks after a directory of journals: back from memory to the disk, and what dead processes left.
 *   <li>{@code Setup}: the options made ready for log calls, replaced as a whole.
 *   <li>{@link io.github.loglane.Conf}: settings for the application. {@code ConfHub}: the one reader of a topic {@code conf},
 *       for all pipelines. {@code AnswerWriter} and {@code PendingAnswers}: what a process answers, and what waits for room.
 *   <li>{@code WorkerSource}: where the worker id comes from.
 *   <li>{@link io.github.loglane.PipelineMXBean}: counters and gauges for JMX, with {@link io.github.loglane.PipelineTotals}.
 *   <li>{@code Gauges}, {@code Totals}, {@code DropsByLevel}, {@code AppendTimer}: where these figures come from; {@code
 *       JmxRegistration} shows them.
 *   <li>{@code Epoch}: writes the records that make an epoch auditable: begin, drop, end.
 *   <li>{@code Hostname}: this machine's name, without a name server.
 * </ul>
 */
package io.github.loglane;
