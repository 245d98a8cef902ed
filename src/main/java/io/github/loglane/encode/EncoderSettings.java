package io.github.loglane.encode;

import java.util.Objects;
import java.util.Set;

/**
 * What a {@link JsonEncoder} is told once. Immutable.
 *
 * @param hostname the host's name, written in each record
 * @param service the service's name, or {@code null} for none
 * @param env the environment, such as {@code prod}, or {@code null} for none
 * @param maxRecordBytes the most bytes of a record, stamp included; at least {@value #MIN_RECORD_BYTES}
 * @param secretNames words that make a name secret, see {@link Redactor}
 */
public record EncoderSettings(
        String hostname, String service, String env, int maxRecordBytes, Set<String> secretNames) {

    /** Below this there is no room for a part of everything. */
    public static final int MIN_RECORD_BYTES = 4096;

    public static final int DEFAULT_RECORD_BYTES = 256 << 10;

    /** Left free in each record for what the shipper adds: epoch, seq and gap. */
    public static final int STAMP_BYTES = 512;

    /** Checks the values. */
    public EncoderSettings {
        Objects.requireNonNull(hostname, "hostname");
        if (maxRecordBytes < MIN_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "expecting: maxRecordBytes of at least " + MIN_RECORD_BYTES + ", found: " + maxRecordBytes);
        }
        secretNames = Set.copyOf(secretNames);
    }

    /** The settings for {@code hostname}, all else as by default. */
    public static EncoderSettings of(String hostname) {
        return new EncoderSettings(hostname, null, null, DEFAULT_RECORD_BYTES, Redactor.DEFAULT_NAMES);
    }

    public EncoderSettings withService(String newService, String newEnv) {
        return new EncoderSettings(hostname, newService, newEnv, maxRecordBytes, secretNames);
    }

    public EncoderSettings withMaxRecordBytes(int newMaxRecordBytes) {
        return new EncoderSettings(hostname, service, env, newMaxRecordBytes, secretNames);
    }

    public EncoderSettings withSecretNames(Set<String> newSecretNames) {
        return new EncoderSettings(hostname, service, env, maxRecordBytes, newSecretNames);
    }

    /** The most bytes of a body, which has no stamp yet. */
    int maxBodyBytes() {
        return maxRecordBytes - STAMP_BYTES;
    }
}
