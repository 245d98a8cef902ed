/**
 * The command line, shipped in {@code loglane-tools.jar} and not in the library.
 *
 * <ul>
 *   <li>{@code LoglaneTools}: {@code main}, with {@code TopicsCommand}, {@code AuditCommand} and {@code ConfCommand}.
 *   <li>{@code TailCommand} shows events: {@code TailReader} reads, {@code TailSink} chooses by {@code TailFilter} and {@code
 *       WorkerChoice}, {@code RecentIds} knows duplicates, {@code MergeBuffer} brings lines into order, {@code TailText} and
 *       {@code TailJson} print.
 *   <li>{@code WorkersCommand} shows who logged: {@code LogsFeed} reads, {@code Activities} keep an {@code Activity} of each
 *       run.
 *   <li>{@code JournalCommand}: journals on the disk, by {@code JournalTarget}: {@code JournalLsCommand}, {@code
 *       JournalVerifyCommand}, and {@code JournalExportCommand} with {@code RecordJson}.
 *   <li>{@code ConnectionOptions}, {@code FailureReport}: how each command finds its cluster, and says what went wrong.
 *   <li>{@code TopicAdmin}, {@code TopicState}: topics as the brokers tell them.
 *   <li>{@link io.github.loglane.tools.Audit}: the audit for programs; {@code TopicReader} reads, {@code TopicJudge} judges,
 *       with {@code EpochJudge}, {@code HoleJudge} and {@code PartitionJudge}.
 *   <li>{@link io.github.loglane.tools.AuditReport}: what it found, printed by {@code AuditText} or {@code AuditJson}.
 *   <li>{@code ConfSender} publishes settings and waits for answers: {@code LogsFeed} reads, {@code Fleet} knows whose answer
 *       is missing, {@code Instance} by {@code Instance}, and a {@code SendScreen} shows it.
 *   <li>{@code ConfTopic} reads what is set, {@code ConfFollower} follows it and the answers; {@code ConfText} and {@code
 *       ConfJson} print.
 * </ul>
 *
 * <h2>How the audit judges</h2>
 *
 * <p>It reads keys ({@code epoch-seq}), the headers {@code w}, {@code gap}, {@code kind}, and the values of begin and end
 * records. Each epoch is judged by itself, over all partitions together, up to its highest seq seen.
 *
 * <p>A seq of an epoch is, the first that applies:
 *
 * <table>
 * <caption>Seqs</caption>
 * <tr><td>delivered</td><td>a record other than a drop record has it as its key. Further ones are duplicates</td></tr>
 * <tr><td>declared</td><td>it lies in a gap that a record declares: one that ends just before the record's own seq, or
 *     for a drop record with it. Other gaps cannot be ours: they are reported and declare nothing. A cause that this
 *     version does not know is "unread". A declared seq that does arrive is delivered, and reported</td></tr>
 * <tr><td>expired</td><td>its record, or the one that declared it, may have been cut away (below)</td></tr>
 * <tr><td>unknown</td><td>it may have been cut away, but the clocks speak against it (below); or it may not have been in
 *     Kafka yet when the audit read (below)</td></tr>
 * <tr><td>missing</td><td>none of these: lost. So is seq 1 where there is no begin record</td></tr>
 * </table>
 *
 * <p><b>Cut away.</b> The shipper sends in the order of the seqs, so in each partition the first occurrences of one epoch
 * ascend. Retention and delete-records cut a partition's beginning away. So a seq may have been cut away where some
 * partition's log start is above 0 and, in it, every seq left of that epoch is higher, or none is left at all. A hole
 * above the lowest seq left in every cut partition was not cut away. Two things narrow this, as after a week every
 * partition is cut, and then a short epoch, which has no records in most partitions, could never be found incomplete:
 *
 * <ul>
 *   <li>One lane: where the begin record names a worker and every event seen has this worker, the process is one lane.
 *       Its records are in no partition where none of them is.
 *   <li>Clocks: the lowest seq left of the epoch dates those above it. Where the first record of the cut partition is
 *       older than that by more than a minute, the partition begins before them. But a replay is old and yet late, so
 *       this makes a seq unknown instead of expired, and never missing.
 * </ul>
 *
 * <p>Where the log start overtakes the audit itself, what was cut away can be of any seq.
 *
 * <p><b>Not yet in Kafka.</b> The end offsets of several partitions are not of one instant, and a broker may answer later
 * than another. By the same order a seq may still come, to a partition where no higher seq of its epoch is (if it is not
 * known to be one lane: also to one where none is). Such holes are waited for, reading on beyond the end offsets, for
 * the settle time; records read there only fill holes. If the hole is still there, it is missing where the epoch was
 * silent, and unknown where the epoch went on in other partitions: then one partition may be stuck. No waiting for
 * epochs whose newest record is older than a minute. What is missing because a process was killed with records on
 * their way is missing.
 *
 * <p><b>Order.</b> A lane is an epoch and a worker (header {@code w}, or none). Of the events and stubs of one lane in one
 * partition, each first occurrence must have a higher seq than all before; else it is reordered. Between lanes, and
 * between partitions, there is no order to judge. Where a partition's beginning was cut, a seq below the first one left of
 * its lane is not judged: its first occurrence may be cut away and this be a duplicate.
 *
 * <table>
 * <caption>Epochs</caption>
 * <tr><td>ended</td><td>its highest seq is that of an end record</td></tr>
 * <tr><td>adopted</td><td>the same, and another process wrote that record in its name</td></tr>
 * <tr><td>open</td><td>no end record, or one with seqs above it, which then is no end. What may be after the last seq is
 *     not judged</td></tr>
 * </table>
 *
 * <table>
 * <caption>Verdict, the worst of all epochs</caption>
 * <tr><td>missing</td><td>exit code 1</td></tr>
 * <tr><td>reordered</td><td>exit code 1</td></tr>
 * <tr><td>unknown</td><td>exit code 3; also where no record of ours is in the topic, since that proves nothing</td></tr>
 * <tr><td>open</td><td>exit code 0, with {@code --require-end} 3</td></tr>
 * <tr><td>complete</td><td>exit code 0</td></tr>
 * </table>
 *
 * <p>Records whose key is no id are counted per partition, and are no fault. Holes in the offsets (transaction markers) do
 * not matter: only seqs are judged. A compacted topic keeps of duplicates the last one only, so order is not to be judged
 * there; {@code topics create} does not let such a one pass for logs.
 */
package io.github.loglane.tools;
