package io.github.loglane.log4j2;

import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder;
import io.github.loglane.encode.RecordBuffer;
import io.github.loglane.encode.StripedPool;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;

/** Has one part of the record written by {@link JsonEncoder}, so that a template cannot say it otherwise. */
final class PartResolver implements EventResolver {

    private final JsonEncoder.Part part;
    private final JsonEncoder encoder;
    private final StripedPool<RecordBuffer> buffers;

    PartResolver(JsonEncoder.Part part, EncoderSettings settings) {
        this.part = part;
        this.encoder = new JsonEncoder(settings);
        this.buffers = new StripedPool<>(() -> new RecordBuffer(settings.maxRecordBytes()));
    }

    @Override
    public boolean isResolvable(LogEvent event) {
        RecordBuffer buffer = buffers.take();
        try {
            return encoder.hasPart(part, new Log4jEventView(event), buffer);
        } finally {
            giveBack(buffer);
        }
    }

    @Override
    public void resolve(LogEvent event, JsonWriter json) {
        RecordBuffer buffer = buffers.take();
        try {
            encoder.encodePart(part, new Log4jEventView(event), buffer);
            json.writeRawString(new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8));
        } finally {
            giveBack(buffer);
        }
    }

    private void giveBack(RecordBuffer buffer) {
        buffer.clear();
        if (buffer.isWorthKeeping()) {
            buffers.give(buffer);
        }
    }
}
