package io.github.loglane;

import io.github.loglane.status.StatusSink;
import java.time.Duration;

/** Opens pipelines that look after their directory many times a second, so that a test need not wait a minute for each step. */
public final class FastPace {

    static final JournalKeeper.Pace PACE =
            new JournalKeeper.Pace(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofMillis(400));

    private FastPace() {}

    public static LogPipeline open(PipelineConfig config, StatusSink sink) {
        return LogPipeline.open(config, sink, null, PACE);
    }
}
