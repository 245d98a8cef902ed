package io.github.loglane.bench;

import io.github.loglane.LogPipeline;
import io.github.loglane.PipelineConfig;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * One turn of {@link Replay}, in a JVM of its own: prints how many nanoseconds it took until the topic had all records; of a
 * journal also how many its opening took, full and, once all of it was shipped, empty.
 */
final class ReplayTurn {

    /** Whose turn it is. */
    enum What {
        JOURNAL,
        BARE_PRODUCER
    }

    private ReplayTurn() {}

    /** @param args {@link What}, bootstrap servers, topic, the journal's directory, its bytes, the number of records */
    public static void main(String[] args) {
        int records = Integer.parseInt(args[5]);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) args[1], "enable.metrics.push", false))) {
            TopicEnd end = new TopicEnd(admin, args[2]);
            System.err.println("before: " + end.now());
            if (What.valueOf(args[0]) == What.JOURNAL) {
                journal(args, end, records);
            } else {
                bareProducer(args, end, records);
            }
        }
        System.exit(0);
    }

    private static void journal(String[] args, TopicEnd end, int records) {
        long before = System.nanoTime();
        LogPipeline full = open(args);
        System.out.println(Replay.OPENED_FULL + (System.nanoTime() - before));
        report(end, records, before);
        full.close(Replay.PATIENCE);
        long beforeAgain = System.nanoTime();
        LogPipeline empty = open(args);
        System.out.println(Replay.OPENED_EMPTY + (System.nanoTime() - beforeAgain));
        empty.close(Replay.PATIENCE);
        System.out.println("closed");
    }

    private static LogPipeline open(String[] args) {
        PipelineConfig config = PipelineConfig.builder()
                .name("replay")
                .bootstrapServers(args[1])
                .topic(args[2])
                .workerId("3")
                .journal(args[3])
                .journalBytes(Long.parseLong(args[4]))
                .maxRecordBytes(Replay.MAX_RECORD_BYTES)
                .build();
        return LogPipeline.open(config, (grade, line) -> System.err.println(grade + " " + line));
    }

    private static void bareProducer(String[] args, TopicEnd end, int records) {
        RawSink sink = new RawSink(args[1], args[2]);
        long before = System.nanoTime();
        for (int i = 0; i < records; i++) {
            sink.send(i);
        }
        report(end, records, before);
        sink.close();
        System.out.println("closed");
    }

    private static void report(TopicEnd end, int records, long beforeNanos) {
        TopicEnd.Reached reached = end.await(records, Replay.PATIENCE);
        if (reached.offset() < records) {
            throw new IllegalStateException("expecting: " + records + " records, found: " + reached.offset());
        }
        System.out.println(reached.atNanos() - beforeNanos);
    }
}
