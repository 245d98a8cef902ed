package io.github.loglane;

import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfIdentity;
import io.github.loglane.conf.LevelPort;
import io.github.loglane.encode.EventView;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.Severity;
import io.github.loglane.encode.StripedPool;
import io.github.loglane.encode.Worker;
import io.github.loglane.journal.AppendResult;
import io.github.loglane.journal.Journal;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.ship.OwnThreads;
import io.github.loglane.ship.Shipper;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import io.github.loglane.status.StatusReporter;
import io.github.loglane.status.StatusSink;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The way of an event from a logging front to Kafka: encode on the caller's thread, append to the journal, ship on a thread of
 * its own.
 *
 * <p>Price: a log call costs the encoding and one short lock; it never waits for Kafka, the network or a name server.
 *
 * <p>Thread rule: {@link #append} from any thread; {@link #reconfigure} and {@link #close} from one at a time.
 *
 * <p>Not guaranteed: with the journal in memory, what is not acked when the process dies is lost, and shows as an epoch
 * without an end.
 */
public final class LogPipeline {

    /** No application waits for a broker that is away only to say that it had nothing to say. */
    private static final long EMPTY_STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Journal journal;
    private final Shipper shipper;
    private final PipelineConfig opened;
    private final Counters counters = new Counters();
    private final StatusReporter status;
    private final StripedPool<LogCall> calls = new StripedPool<>(LogCall::new);
    private volatile Setup setup;
    private final LevelPort levels;
    private ConfHub.Member conf;
    private volatile boolean closed;

    private LogPipeline(PipelineConfig config, StatusSink sink, LevelPort levels) {
        opened = config;
        this.levels = levels;
        status = new StatusReporter(config.name(), sink);
        setup = new Setup(config);
        journal = Journal.inMemory(config.journalBytes(), config.maxRecordBytes(), newEpoch());
        Epoch epoch = new Epoch(journal, setup.json, setup.workers.ofProcess(), config.maxRecordBytes());
        shipper = new Shipper(
                ConfigCheck.plainName(config.name()),
                config.topic(),
                config.producer(),
                journal,
                epoch,
                counters,
                status);
        config.producer().warnings().forEach(status::note);
        epoch.begin();
    }

    /**
     * Opens the journal and starts to ship. Returns at once, whether or not there is a broker.
     *
     * @throws OutOfMemoryError where the JVM's limit on direct memory is lower than {@code journalBytes}
     */
    public static LogPipeline open(PipelineConfig config, StatusSink sink) {
        return open(config, sink, null);
    }

    /** As {@link #open(PipelineConfig, StatusSink)}, with a way to set levels; {@code null} where there is none. */
    public static LogPipeline open(PipelineConfig config, StatusSink sink, LevelPort levels) {
        LogPipeline pipeline = new LogPipeline(config, sink, levels);
        pipeline.shipper.start();
        pipeline.joinConf(config);
        return pipeline;
    }

    private static long newEpoch() {
        SecureRandom random = new SecureRandom();
        long epoch = random.nextLong();
        while (epoch == 0) {
            epoch = random.nextLong();
        }
        return epoch;
    }

    /** Takes over what may change while running; what may not is told in one WARN and stays as it is. */
    public void reconfigure(PipelineConfig config) {
        keep("journalBytes", opened.journalBytes(), config.journalBytes());
        keep("topic", opened.topic(), config.topic());
        if (opened.maxRecordBytes() < config.maxRecordBytes()) {
            keep("maxRecordBytes", opened.maxRecordBytes(), config.maxRecordBytes());
        }
        PipelineConfig before = setup.config;
        setup = new Setup(config, Math.min(config.maxRecordBytes(), opened.maxRecordBytes()));
        if (!before.producer().equals(config.producer())) {
            config.producer().warnings().forEach(status::note);
            shipper.update(config.producer());
        }
        if (conf != null && conf.reads(config.conf())) {
            conf.update(config.conf(), self(config));
        } else if (!Objects.equals(before.conf(), config.conf())) {
            leaveConf();
            joinConf(config);
        }
    }

    private ConfIdentity self(PipelineConfig config) {
        Worker process = setup.workers.ofProcess();
        return new ConfIdentity(
                config.hostname(),
                setup.service(),
                process.isPresent() ? process.toString() : null,
                setup.workers.isPerEvent());
    }

    private void joinConf(PipelineConfig config) {
        if (config.conf() == null) {
            return;
        }
        try {
            conf = ConfHub.join(config.conf(), self(config), this::answer, levels, status);
        } catch (LinkageError | OutOfMemoryError e) {
            status.error(
                    "conf",
                    "the topic " + config.conf().topic() + " is not read; expecting: "
                            + (e instanceof LinkageError
                                    ? "com.fasterxml.jackson.core:jackson-core on the class path"
                                    : "memory for one more thread")
                            + ", found: " + e);
        }
    }

    private void leaveConf() {
        if (conf != null) {
            conf.leave();
            conf = null;
        }
    }

    /** Journals an answer as an event of its own; one that may come again is counted only once that is decided. */
    private AppendResult answer(ConfAnswer answer, boolean isLastTry) {
        Setup now = setup;
        RecordDraft draft = AnswerWriter.draft(answer, now.json, now.maxRecordBytes);
        AppendResult result = isLastTry ? journal.append(draft, 0, null) : journal.offer(draft);
        if (result != AppendResult.APPENDED && !isLastTry) {
            return result;
        }
        counters.offered().increment();
        switch (result) {
            case APPENDED -> appended();
            case FULL, SHED -> refused(Outcome.FULL, false);
            case SEALED -> refused(Outcome.CLOSED, false);
        }
        return result;
    }

    private void keep(String option, Object before, Object after) {
        if (!before.equals(after)) {
            status.note("option '" + option + "' stays " + before + " until the next start, " + after
                    + " is not taken over");
        }
    }

    /**
     * Takes one event. Never throws for any event, and waits at most {@code maxWaitMs}, for room.
     *
     * @param hasFallback whether the caller hands a refused event to a fallback; it is counted and declared as such then
     */
    public Outcome append(EventView event, boolean hasFallback) {
        counters.offered().increment();
        Setup now = setup;
        LogCall call = null;
        Outcome refusal;
        try {
            refusal = refusalOf(event, now);
            if (refusal == null) {
                call = calls.take();
                draft(event, now, call);
            }
        } catch (Throwable failed) {
            return encodeFailed(failed, hasFallback);
        }
        if (refusal == Outcome.OWN_LOGGER) {
            reportOwn(event, now);
        }
        if (refusal != null) {
            return refusal.cause().takesSeq() ? drop(refusal, hasFallback) : refused(refusal, false);
        }
        AppendResult result = journal.append(call.draft, now.maxWaitNanos, hasFallback ? DropCause.FALLBACK : null);
        giveBack(call);
        return switch (result) {
            case APPENDED -> appended();
            case FULL -> refused(Outcome.FULL, hasFallback);
            case SHED -> refused(Outcome.SHED, hasFallback);
            case SEALED -> refused(Outcome.CLOSED, false);
        };
    }

    /** What can be said before the event is encoded: why it will not be taken, or {@code null}. */
    private Outcome refusalOf(EventView event, Setup now) {
        if (OwnThreads.isOwn(event.threadName())) {
            return Outcome.OWN_LOGGER;
        }
        boolean shed = now.maxWaitNanos == 0 && journal.wouldShed(priorityOf(event.severity()));
        return shed ? Outcome.SHED : null;
    }

    /** What our own threads, Kafka's client among them, say of trouble: a line a minute, and never a record. */
    private void reportOwn(EventView event, Setup now) {
        if (event.severity().compareTo(Severity.WARN) >= 0) {
            status.warn(
                    "own",
                    () -> "its own thread " + event.threadName() + " logged: "
                            + now.config.producer().printable(String.valueOf(event.message())));
        }
    }

    private static void draft(EventView event, Setup now, LogCall call) throws Exception {
        Worker worker = now.workers.of(event);
        RecordBuffer body = call.buffer(now.maxRecordBytes);
        now.encoder.encode(event, worker, body);
        call.draft.begin(RecordKind.EVENT, priorityOf(event.severity()), timestampMs(event));
        Workers.put(worker, call.draft);
        call.draft.body(body.array(), body.length(), now.stamped);
    }

    private void giveBack(LogCall call) {
        if (call.clear()) {
            calls.give(call);
        }
    }

    /** A layout or a message threw. Only what ends the JVM goes on to the application; a stack overflow ends with its stack. */
    private Outcome encodeFailed(Throwable failed, boolean hasFallback) {
        boolean isFatal = failed instanceof VirtualMachineError && !(failed instanceof StackOverflowError);
        Outcome outcome = drop(Outcome.ENCODE_FAILED, hasFallback && !isFatal);
        status.warn(
                "encode",
                () -> "an event could not be encoded: " + failed.getClass().getName());
        if (isFatal) {
            throw (VirtualMachineError) failed;
        }
        return outcome;
    }

    private Outcome appended() {
        counters.appended().increment();
        shipper.wake();
        return Outcome.APPENDED;
    }

    private Outcome drop(Outcome outcome, boolean hasFallback) {
        boolean open = journal.drop(hasFallback ? DropCause.FALLBACK : outcome.cause());
        return open ? refused(outcome, hasFallback) : refused(Outcome.CLOSED, false);
    }

    private Outcome refused(Outcome outcome, boolean hasFallback) {
        counters.dropped(hasFallback ? DropCause.FALLBACK : outcome.cause()).increment();
        if (outcome == Outcome.FULL && !hasFallback) {
            status.error(
                    "full", () -> "the journal is full, events are lost: " + journal.capacityBytes() + " bytes used");
        } else if (outcome == Outcome.FULL || outcome == Outcome.SHED) {
            status.warn(
                    outcome.cause().word(),
                    () -> "the journal is filling, events are refused: " + journal.usedBytes() + " of "
                            + journal.capacityBytes() + " bytes used");
        }
        return outcome;
    }

    private static long timestampMs(EventView event) {
        return event.epochSecond() * 1000 + event.nanoOfSecond() / 1_000_000;
    }

    private static Priority priorityOf(Severity severity) {
        return switch (severity) {
            case TRACE, DEBUG -> Priority.LOW;
            case INFO -> Priority.NORMAL;
            case WARN, ERROR, FATAL -> Priority.HIGH;
        };
    }

    /** What this pipeline counted so far. */
    public Counters counters() {
        return counters;
    }

    /** Bytes of the journal that hold records not yet acked. */
    public long journalUsedBytes() {
        return journal.usedBytes();
    }

    public long journalCapacityBytes() {
        return journal.capacityBytes();
    }

    public boolean isClosed() {
        return closed;
    }

    /**
     * Refuses events from now on, ships what is left until the deadline, ends the epoch. The second call does nothing.
     *
     * @param timeout the one deadline for all of it
     * @return whether everything is in Kafka
     */
    public boolean close(Duration timeout) {
        if (closed) {
            return counters.leftAtStop() == 0;
        }
        closed = true;
        leaveConf();
        journal.seal();
        boolean hasEvents = counters.offered().sum()
                > counters.dropped(DropCause.OWN_LOGGER).sum();
        long timeoutNanos = hasEvents ? timeout.toNanos() : Math.min(timeout.toNanos(), EMPTY_STOP_NANOS);
        long startNanos = System.nanoTime();
        boolean complete = shipper.stop(startNanos + timeoutNanos);
        counters.stopped();
        long left = counters.leftAtStop();
        if (!complete && left > 0) {
            status.error(
                    "stop",
                    "stopped after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos)
                            + " ms with " + left + " events (" + journal.usedBytes()
                            + " bytes) not acknowledged by Kafka; the journal is in memory, they are lost");
        }
        return complete || left == 0;
    }

    @Override
    public String toString() {
        return "LogPipeline{" + setup.config + ", " + journal + '}';
    }
}
