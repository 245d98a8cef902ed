package io.github.loglane.bench;

import picocli.CommandLine.Option;

/** What an {@link AuditTopic} is to hold. */
final class AuditLoad {

    @Option(names = "--records", description = "in the topic, about", defaultValue = "1000000")
    private long records;

    @Option(names = "--partitions", description = "of the topic", defaultValue = "12")
    private int partitions;

    @Option(names = "--processes", description = "that write side by side, each started twice", defaultValue = "24")
    private int processes;

    @Option(names = "--workers", description = "of each process", defaultValue = "4")
    private int workers;

    @Option(
            names = "--gap-every",
            description = "records of an epoch to a declared gap; 0: none",
            defaultValue = "1000")
    private int gapEvery;

    @Option(names = "--loss-every", description = "records of an epoch to a lost one; 0: none", defaultValue = "20000")
    private int lossEvery;

    @Option(names = "--repeat-every", description = "seqs to one that is there twice; 0: none", defaultValue = "5000")
    private int repeatEvery;

    long records() {
        return records;
    }

    int partitions() {
        return partitions;
    }

    int processes() {
        return processes;
    }

    int workers() {
        return workers;
    }

    int gapEvery() {
        return gapEvery;
    }

    int lossEvery() {
        return lossEvery;
    }

    int repeatEvery() {
        return repeatEvery;
    }
}
