package io.github.loglane;

import io.github.loglane.encode.Encoder;
import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import io.github.loglane.encode.Redactor;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
                secretNames(config)));
        encoder = config.encoder() == null ? json : config.encoder();
        stamped = encoder.stamped();
        workers = WorkerSource.of(config.workerId(), config.hostname());
        maxWaitNanos = TimeUnit.MILLISECONDS.toNanos(config.maxWaitMs());
    }

    /** The service's name, or {@code null}. */
    String service() {
        return textOrNull(config.service());
    }

    private static Set<String> secretNames(PipelineConfig config) {
        if (config.secretNames() == null) {
            return Redactor.DEFAULT_NAMES;
        }
        return Arrays.stream(config.secretNames().split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String textOrNull(String value) {
        return hasText(value) ? value.strip() : null;
    }

    private static boolean hasText(String value) {
        return value != null && !value.isBlank();
    }
}
