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
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.ship.OwnThreads;
import io.github.loglane.status.Counters;
import io.github.loglane.status.DropCause;
import io.github.loglane.status.StatusReporter;
import io.github.loglane.status.StatusSink;
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
 * <p>Not guaranteed: with the journal in memory (no directory configured, or none usable), what is not acked when the process dies is lost, and shows as an epoch
 * without an end.
 */
public final class LogPipeline {

    /** No application waits for a broker that is away only to say that it had nothing to say. */
    private static final long EMPTY_STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Openings openings;
    private final JournalKeeper keeper;
    private final PipelineConfig opened;
    private final Counters counters = new Counters();
    private final DropsByLevel drops = new DropsByLevel();
    private final Appends appends;
    private final StatusReporter status;
    private final StripedPool<LogCall> calls = new StripedPool<>(LogCall::new);
    private volatile Setup setup;
    private final LevelPort levels;
    private ConfHub.Member conf;
    private JmxRegistration jmx;
    private final Succession succession;
    private volatile boolean closed;

    private LogPipeline(
            PipelineConfig config, StatusSink sink, LevelPort levels, JournalKeeper.Pace pace, Succession succession) {
        opened = config;
        this.succession = succession;
        this.levels = levels;
        status = new StatusReporter(config.name(), sink);
        setup = new Setup(config);
        Opening.Parts parts = new Opening.Parts(config.name(), config.topic(), counters, status, this::advance);
        openings = new Openings(parts, setup);
        appends = new Appends(openings, new AppendTimer(counters.slowAppends(), AppendTimer.LIMIT_NANOS));
        keeper = new JournalKeeper(parts, openings, () -> setup, pace);
        config.producer().warnings().forEach(status::note);
    }

    private void advance() {
        openings.advance();
    }

    /**
     * Opens the journal and starts to ship. Returns at once, whether or not there is a broker.
     *
     * @throws OutOfMemoryError where the JVM has no direct memory left
     */
    public static LogPipeline open(PipelineConfig config, StatusSink sink) {
        return open(config, sink, null);
    }

    /** As {@link #open(PipelineConfig, StatusSink)}, with a way to set levels; {@code null} where there is none. */
    public static LogPipeline open(PipelineConfig config, StatusSink sink, LevelPort levels) {
        return open(config, sink, levels, JournalKeeper.Pace.STEADY);
    }

    static LogPipeline open(PipelineConfig config, StatusSink sink, LevelPort levels, JournalKeeper.Pace pace) {
        return open(config, sink, levels, pace, Succession.first());
    }

    /**
     * As {@link #open(PipelineConfig, StatusSink, LevelPort)}, but ships only when the close of {@code last} is over, so that no lane
     * overtakes itself. What {@code last} could not ship in its time and keeps on the disk is adopted later, behind newer events.
     * {@code null} where there is none.
     */
    public static LogPipeline openBehind(LogPipeline last, PipelineConfig config, StatusSink sink, LevelPort levels) {
        Succession turn = last == null ? Succession.first() : last.succession.next();
        return open(config, sink, levels, JournalKeeper.Pace.STEADY, turn);
    }

    private static LogPipeline open(
            PipelineConfig config, StatusSink sink, LevelPort levels, JournalKeeper.Pace pace, Succession turn) {
        LogPipeline pipeline = new LogPipeline(config, sink, levels, pace, turn);
        Openings opened = pipeline.openings;
        turn.whenItsTurn(opened::start, opened::allocate, failed -> pipeline.status.error("start", failed));
        pipeline.keeper.startIfNeeded();
        pipeline.joinConf(config);
        pipeline.jmx = pipeline.gauges().register(config.name() + '/' + config.topic(), pipeline.status);
        return pipeline;
    }

    private Gauges gauges() {
        return new Gauges(opened.topic(), openings, counters, drops);
    }

    /** Takes over what may change while running; what may not is told in one WARN and stays as it is. */
    public void reconfigure(PipelineConfig config) {
        keep("topic", opened.topic(), config.topic());
        if (opened.maxRecordBytes() < config.maxRecordBytes()) {
            keep("maxRecordBytes", opened.maxRecordBytes(), config.maxRecordBytes());
        }
        PipelineConfig before = setup.config;
        setup = new Setup(config, Math.min(config.maxRecordBytes(), opened.maxRecordBytes()));
        openings.reconfigure(setup);
        keeper.startIfNeeded();
        if (!before.producer().equals(config.producer())) {
            config.producer().warnings().forEach(status::note);
            openings.update(config.producer());
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
        AppendResult result = isLastTry ? appends.append(draft, 0, null) : appends.offer(draft);
        if (result != AppendResult.APPENDED && !isLastTry) {
            return result;
        }
        counters.offered().increment();
        switch (result) {
            case APPENDED -> appended();
            case FULL, SHED -> refused(Outcome.FULL, AnswerWriter.severityOf(answer), false);
            case SEALED -> refused(Outcome.CLOSED, AnswerWriter.severityOf(answer), false);
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
        Severity severity = null;
        Outcome refusal;
        try {
            severity = event.severity();
            refusal = refusalOf(event, severity, now);
            if (refusal == null) {
                call = calls.take();
                draft(event, severity, now, call);
            }
        } catch (Throwable failed) {
            return encodeFailed(failed, severity, hasFallback);
        }
        if (refusal == Outcome.OWN_LOGGER) {
            reportOwn(event, now);
        }
        if (refusal != null) {
            return refusal.cause().takesSeq()
                    ? drop(refusal, severity, hasFallback)
                    : refused(refusal, severity, false);
        }
        AppendResult result = appends.append(call.draft, now.maxWaitNanos, hasFallback ? DropCause.FALLBACK : null);
        giveBack(call);
        return switch (result) {
            case APPENDED -> appended();
            case FULL -> refused(Outcome.FULL, severity, hasFallback);
            case SHED -> refused(Outcome.SHED, severity, hasFallback);
            case SEALED -> refused(Outcome.CLOSED, severity, false);
        };
    }

    /** What can be said before the event is encoded: why it will not be taken, or {@code null}. */
    private Outcome refusalOf(EventView event, Severity severity, Setup now) {
        if (OwnThreads.isOwn(event.threadName())) {
            return Outcome.OWN_LOGGER;
        }
        boolean shed = now.maxWaitNanos == 0 && openings.current().journal.wouldShed(priorityOf(severity));
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

    private static void draft(EventView event, Severity severity, Setup now, LogCall call) throws Exception {
        Worker worker = now.workers.of(event);
        RecordBuffer body = call.buffer(now.maxRecordBytes);
        now.encoder.encode(event, worker, body);
        call.draft.begin(RecordKind.EVENT, priorityOf(severity), timestampMs(event));
        Workers.put(worker, call.draft);
        call.draft.body(body.array(), body.length(), now.stamped);
    }

    private void giveBack(LogCall call) {
        if (call.clear()) {
            calls.give(call);
        }
    }

    /** A layout or a message threw. Only what ends the JVM goes on to the application; a stack overflow ends with its stack. */
    private Outcome encodeFailed(Throwable failed, Severity severity, boolean hasFallback) {
        boolean isFatal = failed instanceof VirtualMachineError && !(failed instanceof StackOverflowError);
        Outcome outcome = drop(Outcome.ENCODE_FAILED, severity, hasFallback && !isFatal);
        status.warn(
                "encode",
                () -> "an event could not be encoded: " + failed.getClass().getName());
        if (isFatal) {
            throw (VirtualMachineError) failed;
        }
        return outcome;
    }

    /** Counts an event that a front does not even hand over, since encoding it would log it again without an end. */
    public Outcome refuse(Severity severity) {
        counters.offered().increment();
        status.warn("encode", "an event could not be encoded: to do so logs it again, without an end");
        return drop(Outcome.ENCODE_FAILED, severity, false);
    }

    private Outcome appended() {
        counters.appended().increment();
        openings.current().shipper.wake();
        return Outcome.APPENDED;
    }

    private Outcome drop(Outcome outcome, Severity severity, boolean hasFallback) {
        boolean open = appends.drop(hasFallback ? DropCause.FALLBACK : outcome.cause());
        return open ? refused(outcome, severity, hasFallback) : refused(Outcome.CLOSED, severity, false);
    }

    private Outcome refused(Outcome outcome, Severity severity, boolean hasFallback) {
        DropCause cause = hasFallback ? DropCause.FALLBACK : outcome.cause();
        counters.dropped(cause).increment();
        drops.count(cause, severity);
        if (outcome == Outcome.FULL && !hasFallback) {
            status.error(
                    "full", () -> "the journal is full, events are lost: " + journalCapacityBytes() + " bytes used");
        } else if (outcome == Outcome.FULL || outcome == Outcome.SHED) {
            status.warn(
                    outcome.cause().word(),
                    () -> "the journal is filling, events are refused: " + journalUsedBytes() + " of "
                            + journalCapacityBytes() + " bytes used");
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
        return openings.usedBytes();
    }

    public long journalCapacityBytes() {
        return openings.current().journal.capacityBytes();
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
        try {
            return end(timeout);
        } finally {
            succession.end();
        }
    }

    private boolean end(Duration timeout) {
        if (jmx != null) {
            jmx.close();
        }
        leaveConf();
        openings.seal();
        boolean hasEvents = counters.offered().sum()
                > counters.dropped(DropCause.OWN_LOGGER).sum();
        long timeoutNanos = hasEvents ? timeout.toNanos() : Math.min(timeout.toNanos(), EMPTY_STOP_NANOS);
        long startNanos = System.nanoTime();
        succession.awaitTurn(startNanos + timeoutNanos);
        boolean complete = openings.stop(startNanos + timeoutNanos);
        keeper.close(startNanos + timeoutNanos);
        counters.stopped();
        reportLeft(complete, startNanos);
        return complete || counters.leftAtStop() == 0;
    }

    private void reportLeft(boolean complete, long startNanos) {
        long left = counters.leftAtStop();
        if (complete || left == 0) {
            return;
        }
        String line = "stopped after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) + " ms with "
                + left + " events (" + journalUsedBytes() + " bytes) not acknowledged by Kafka; ";
        if (openings.isAllOnDisk()) {
            status.note(line + "they are kept in " + openings.current().path() + " for the next start");
        } else {
            status.error("stop", line + "the journal is in memory, they are lost");
        }
    }

    @Override
    public String toString() {
        return "LogPipeline{" + setup.config + ", " + openings.current() + '}';
    }
}
