package io.github.loglane.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.ParameterizedMessage;

/** What a Kafka producer can do at best: records like loglane's, with key and header, that were made before. */
final class RawSink implements Sink {

    private static final String EPOCH = "3w5e11264sgsf";

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final byte[][] keys = new byte[Payload.COUNT][];
    private final byte[][] values = new byte[Payload.COUNT][];
    private final List<Header> headers = List.of(new RecordHeader("w", new byte[] {'3'}));

    RawSink(String servers, String topic) {
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>(Peer.TUNED);
        settings.put("bootstrap.servers", servers);
        settings.put("enable.metrics.push", false);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        byte[][] bodies = bodies();
        for (int i = 0; i < Payload.COUNT; i++) {
            keys[i] = (EPOCH + '-' + (100_000 + i)).getBytes(StandardCharsets.UTF_8);
            values[i] = value(bodies[i], i);
        }
    }

    /** The objects that the shipper would stamp. */
    static byte[][] bodies() {
        JsonTemplateLayout layout = ShippedTemplate.layout();
        byte[][] bodies = new byte[Payload.COUNT][];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = body(layout, i).getBytes(StandardCharsets.UTF_8);
        }
        return bodies;
    }

    private static String body(JsonTemplateLayout layout, int i) {
        return layout.toSerializable(Log4jLogEvent.newBuilder()
                .setTimeMillis(System.currentTimeMillis() + i)
                .setLevel(Level.INFO)
                .setLoggerName(Log4jSink.LOGGER)
                .setThreadName(Load.THREAD_NAME + 1)
                .setMessage(new ParameterizedMessage(Payload.FORMAT, Payload.id(i), Payload.text(i)))
                .build());
    }

    private static byte[] value(byte[] body, int i) {
        String stamp = ",\"epoch\":\"" + EPOCH + "\",\"seq\":" + (100_000 + i) + '}';
        return (new String(body, 0, body.length - 1, StandardCharsets.UTF_8) + stamp).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // delivery is seen by the topic's end offset
    public void send(int i) {
        int at = i & Payload.COUNT - 1;
        producer.send(new ProducerRecord<>(topic, 0, null, keys[at], values[at], headers));
    }

    @Override
    public void close() {
        producer.close();
    }
}
