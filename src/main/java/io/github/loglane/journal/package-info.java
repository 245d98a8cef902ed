/**
 * Keeps records from the log call until Kafka has acknowledged them. In memory in this version; the format of a record is
 * made for a mapped file too.
 *
 * <ul>
 *   <li>{@link io.github.loglane.journal.Journal}: the ring: append, read, commit, and what is refused.
 *   <li>{@link io.github.loglane.journal.RecordDraft}: a record about to be appended.
 *   <li>{@link io.github.loglane.journal.JournalRecord}: a record as it is read.
 *   <li>{@link io.github.loglane.journal.OldestRecord}: how old what is not committed is, for any thread.
 *   <li>{@link io.github.loglane.journal.RecordId}: {@code epoch-seq}, the record's key in Kafka.
 *   <li>{@link io.github.loglane.journal.RecordKind}: event, begin, drop, end.
 *   <li>{@link io.github.loglane.journal.Gap}: seqs dropped, with their causes, as they are declared.
 *   <li>{@link io.github.loglane.journal.Priority}: for how long room is kept for a record while the journal fills.
 *   <li>{@code RecordLayout}: the bytes of a record, drawn.
 *   <li>{@code RingMemory}: the bytes of the ring, in segments.
 * </ul>
 */
package io.github.loglane.journal;
