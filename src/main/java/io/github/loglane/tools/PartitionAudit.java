package io.github.loglane.tools;

/**
 * What was read of one partition.
 *
 * @param logStart offset of its first record; above 0 where retention or delete-records cut its beginning away
 * @param endOffset up to where it was judged: its end when the audit began
 * @param records records read, all kinds, ours or not
 * @param foreign records whose key is no id of ours; they count nowhere else
 */
public record PartitionAudit(int partition, long logStart, long endOffset, long records, long foreign) {}
