package io.github.loglane.tools;

/** Told how far a long read has come. */
@FunctionalInterface
interface Progress {

    Progress NONE = (read, total) -> {};

    /**
     * @param readOffsets offsets passed so far
     * @param totalOffsets offsets to pass in all
     */
    void at(long readOffsets, long totalOffsets);
}
