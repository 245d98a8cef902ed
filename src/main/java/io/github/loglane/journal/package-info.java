/**
 * Keeps records from the log call until Kafka has acknowledged them: in memory, or in a mapped file that outlives the process.
 * Depends on the JDK and {@code status} only.
 *
 * <p>The ring, whatever its bytes are:
 *
 * <ul>
 *   <li>{@link io.github.loglane.journal.Journal}: append, read, commit, and what is refused.
 *   <li>{@link io.github.loglane.journal.RecordDraft}: a record about to be appended.
 *   <li>{@link io.github.loglane.journal.JournalRecord}: a record as it is read.
 *   <li>{@link io.github.loglane.journal.OldestRecord}: how old what is not committed is, for any thread.
 *   <li>{@link io.github.loglane.journal.RecordId}: {@code epoch-seq}, the record's key in Kafka.
 *   <li>{@link io.github.loglane.journal.RecordKind}: event, begin, drop, end.
 *   <li>{@link io.github.loglane.journal.Gap}: seqs dropped, with their causes, as they are declared; {@code PendingGap}: not yet.
 *   <li>{@link io.github.loglane.journal.Priority}, {@code Fill}: for how long room is kept for a record while the journal fills.
 *   <li>{@code RecordLayout}: the bytes of a record, drawn. {@code RecordCheck}: whether one stands at a position.
 *   <li>{@code RingMemory}: the bytes of the ring, in segments. {@code RingWriter}, {@code RingReader}: records in and out.
 *       {@code RoomSignal}: lets appenders wait for room.
 * </ul>
 *
 * <p>The disk:
 *
 * <ul>
 *   <li>{@link io.github.loglane.journal.JournalDirectory}: finds or makes the journal that a process writes to, and those that
 *       nobody takes any more. {@code Slot}: the right to use one.
 *   <li>{@link io.github.loglane.journal.JournalDisk}: the side of a journal that faces its file, once open.
 *   <li>{@code FileLayout}: the bytes of a file, drawn. {@code JournalFile} maps it, {@code FileDescription} is what it says of
 *       itself, {@code HeaderPage} and {@code HeaderPeek} its pages at both ends, {@code Opener} and {@code LastOpening} who had it
 *       open.
 *   <li>{@code PagesAhead}: has the reading thread take the page faults of the appending ones.
 *   <li>{@code JournalScan}: finds the sound records after a crash; {@code RunReader} goes through them; {@code Recovery}: what
 *       follows from them; {@link io.github.loglane.journal.Predecessor}: an epoch to be ended for a process that is gone; {@code
 *       Salvage}: a new file out of a damaged one.
 *   <li>{@link io.github.loglane.journal.JournalFailure}, {@code PageFault}: the disk does not do what it should.
 * </ul>
 *
 * <p>For whoever only looks ({@code loglane-tools journal}):
 *
 * <ul>
 *   <li>{@link io.github.loglane.journal.JournalFiles}: the journals of a directory; {@link
 *       io.github.loglane.journal.JournalOwner} whose they are, out of {@code LockTable}.
 *   <li>{@link io.github.loglane.journal.JournalView}: one of them: {@link io.github.loglane.journal.JournalHeader}, {@link
 *       io.github.loglane.journal.JournalPending}, {@link io.github.loglane.journal.JournalCheck} with {@code PageFindings}, and the
 *       records.
 * </ul>
 *
 * <h2>Append, commit, recovery</h2>
 *
 * <ol>
 *   <li>Outside the lock: body and its checksum. Under it: seq, position, room on the disk, body into the ring, header behind it,
 *       a look whether the memory took it, and the last seq into the file's header. Then the log call returns. What the process
 *       wrote is the operating system's from here on; its end loses nothing.
 *   <li>A commit goes into header and trailer in turns, each with number and checksum, before the room is given to writers: who
 *       is killed in between sends records twice, under the same ids, and never loses one.
 *   <li>Whoever opens the file next trusts no counter: from the newest commit it follows the records, each of which carries its
 *       own position and checksums. A header that was not written yet is the end. Beyond it the rest of the ring is looked
 *       through: sound records behind a place that holds none mean damage.
 *   <li>It ends the epoch before with the gap that was not declared, and writes on behind it under an epoch of its own.
 * </ol>
 *
 * <p>Known holes: after a power failure records may be missing at the end, and no epoch is ended. A file system without working
 * locks lets two processes write to one file.
 */
package io.github.loglane.journal;
