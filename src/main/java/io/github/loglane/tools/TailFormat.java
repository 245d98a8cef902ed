package io.github.loglane.tools;

/** How a record is printed. The text may be of several lines; without the last line end, and safe for a terminal. */
interface TailFormat {

    /** All of the record. */
    String record(TailRecord record);

    /** Only what the record tells of dropped events. */
    String gap(TailRecord record);
}
