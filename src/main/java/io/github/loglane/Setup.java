package io.github.loglane;

import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import java.util.concurrent.TimeUnit;

/** What a log call needs of the configuration, made ready; replaced as a whole when the configuration changes. */
final class Setup {

    final PipelineConfig config;
    final JsonEncoder json;
    final Encoder encoder;
    final boolean stamped;
    final WorkerSource workers;
    final int maxRecordBytes;
    final long maxWaitNanos;

    Setup(PipelineConfig config) {
        this(config, config.maxRecordBytes());
    }

    Setup(PipelineConfig config, int maxRecordBytes) {
        this.config = config;
        this.maxRecordBytes = maxRecordBytes;
        json = new JsonEncoder(new EncoderSettings(
                config.hostname(),
                textOrNull(config.service()),
                textOrNull(config.env()),
                maxRecordBytes,
                config.secretNames()));
        encoder = config.encoder() == null ? json : config.encoder();
        stamped = encoder.stamped();
        workers = WorkerSource.of(config.workerId(), config.hostname());
        maxWaitNanos = TimeUnit.MILLISECONDS.toNanos(config.maxWaitMs());
    }

    /** The service's name, or {@code null}. */
    String service() {
        return textOrNull(config.service());
    }

    private static String textOrNull(String value) {
        return hasText(value) ? value.strip() : null;
    }

    private static boolean hasText(String value) {
        return value != null && !value.isBlank();
    }
}
