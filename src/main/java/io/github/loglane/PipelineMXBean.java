package io.github.loglane;

import java.util.Map;

/**
 * Counters and gauges of one {@link LogPipeline}, from the log call to Kafka's ack, in the platform's MBean server as {@code
 * io.github.loglane:type=Pipeline,name="<appender's name>/<topic>"}. Where that name is taken, {@code #2} and so on follows it.
 *
 * <p>There from the open on, or within a moment of it where the JVM has no MBean server before, until the close begins. Counters
 * begin at 0 with each open and only grow. Reading takes no lock that a log call needs.
 *
 * <p>{@code offered = appended + fallback + dropped} whenever no log call is under way: {@link #getTotals} checks it.
 *
 * <p>Not guaranteed: attributes read one after the other are not of one instant.
 */
public interface PipelineMXBean {

    /** The topic that the records go to. */
    String getTopic();

    /** Events handed to the appender. Alert where it stands still in an application that always logs. */
    long getOffered();

    /** Events taken into the journal. Alert where {@code acked} stands still while it grows. */
    long getAppended();

    /** Events that Kafka has acknowledged, with all before them. Alert where it stands still while {@code appended} grows. */
    long getAcked();

    /** Events handed to {@code errorRef} because they could not be journaled. Alert on growth. */
    long getFallback();

    /** Events neither journaled nor handed to the fallback. Alert on growth, but for the causes {@code ownLogger} and {@code closed}. */
    long getDropped();

    /** {@code dropped} by cause, then by level; all are there, 0 included. Alert on {@code full} and {@code encodeFailed}. */
    Map<String, Map<String, Long>> getDroppedByCauseAndLevel();

    /** All of the above in one look. Alert where {@code underWay} stays above the number of threads that log. */
    PipelineTotals getTotals();

    /** Bytes of the journal that hold what is not acked yet, padding included. Alert above 70 % of the capacity. */
    long getJournalUsedBytes();

    /** Size of the journal in bytes; events are dropped from 80 % of it on. No alert. */
    long getJournalCapacityBytes();

    /** Directory of the journal, {@code null} where it is in memory. Alert on null where one is configured. */
    String getJournalDirectory();

    /** Age in milliseconds, by its own timestamp, of the oldest event not acked yet; 0 where there is none. Alert above 60,000. */
    long getOldestUnackedAgeMs();

    /** Producers given up and replaced after an error. Alert where it keeps growing. */
    long getRebuilds();

    /** Records that Kafka refused for what they are, with a stub sent in their place. Alert on growth. */
    long getStubs();

    /** Records sent with another time because the broker refused the event's. Alert on growth: a clock is wrong. */
    long getTimestampsReplaced();

    /** Journals of ended processes that this one took over. Alert on growth: processes die with events not shipped. */
    long getAdoptedSlots();

    /** First acks with a lower offset than that of a record before them in their partition. Alert on any, then run the audit. */
    long getReordersSeen();

    /** Appends that waited more than 10 ms, for the journal's lock or for room in it. Alert on growth. */
    long getAppendsSlowerThan10Ms();
}
