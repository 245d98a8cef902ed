package io.github.loglane.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/** A Produce request as a {@link FaultProxy} sees it. */
public final class ProduceCall {

    /** One batch of the request. From version 13 on a request names its topic by id only, before by name only. */
    public record Batch(
            String topic,
            Uuid topicId,
            int partition,
            long producerId,
            short producerEpoch,
            int baseSequence,
            int recordCount) {

        Batch withoutSize() {
            return new Batch(topic, topicId, partition, producerId, producerEpoch, baseSequence, 0);
        }
    }

    private final RequestHeader header;
    private final ProduceRequest request;
    private final List<Batch> batches;

    private ProduceCall(RequestHeader header, ProduceRequest request, List<Batch> batches) {
        this.header = header;
        this.request = request;
        this.batches = batches;
    }

    /** Of a frame without its length. */
    static ProduceCall parse(byte[] frame) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        RequestHeader header = RequestHeader.parse(buffer);
        ProduceRequest request = ProduceRequest.parse(new ByteBufferAccessor(buffer), header.apiVersion());
        List<Batch> batches = new ArrayList<>();
        for (TopicProduceData topic : request.data().topicData()) {
            topic.partitionData().forEach(partition -> addBatches(topic, partition, batches));
        }
        return new ProduceCall(header, request, List.copyOf(batches));
    }

    public String clientId() {
        return header.clientId();
    }

    public short version() {
        return header.apiVersion();
    }

    public List<Batch> batches() {
        return batches;
    }

    /** Nobody waits for an answer to requests with acks=0. */
    boolean expectsAnswer() {
        return request.data().acks() != 0;
    }

    /** The frame, without its length, that a broker would answer with if every partition had this error. */
    byte[] answer(Errors error) {
        ProduceResponse response = request.getErrorResponse(0, error.exception());
        ResponseHeader answerHeader = header.toResponseHeader();
        ByteBuffer head = MessageUtil.toByteBufferAccessor(answerHeader.data(), answerHeader.headerVersion())
                .buffer();
        ByteBuffer body = MessageUtil.toByteBufferAccessor(response.data(), header.apiVersion())
                .buffer();
        byte[] frame = new byte[head.remaining() + body.remaining()];
        int headBytes = head.remaining();
        head.get(frame, 0, headBytes);
        body.get(frame, headBytes, frame.length - headBytes);
        return frame;
    }

    private static void addBatches(TopicProduceData topic, PartitionProduceData partition, List<Batch> batches) {
        MemoryRecords records = (MemoryRecords) partition.records();
        for (MutableRecordBatch batch : records.batches()) {
            Integer count = batch.countOrNull();
            batches.add(new Batch(
                    topic.name(),
                    topic.topicId(),
                    partition.index(),
                    batch.producerId(),
                    batch.producerEpoch(),
                    batch.baseSequence(),
                    count == null ? 0 : count));
        }
    }
}
