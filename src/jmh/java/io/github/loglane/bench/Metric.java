package io.github.loglane.bench;

/** What is measured, and as what it is printed. */
enum Metric {
    P50("call p50 us"),
    P99("p99 us"),
    P999("p99.9 us"),
    MAX("max us"),
    CALLS("calls/s"),
    DELIVERED("delivered/s"),
    CPU("CPU us/event"),
    ALLOCATED("B/event on caller"),
    MISSING("not delivered");

    final String title;

    Metric(String title) {
        this.title = title;
    }
}
