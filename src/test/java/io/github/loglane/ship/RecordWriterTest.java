package io.github.loglane.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.journal.Journal;
import io.github.loglane.journal.JournalRecord;
import io.github.loglane.journal.Priority;
import io.github.loglane.journal.RecordDraft;
import io.github.loglane.journal.RecordId;
import io.github.loglane.journal.RecordKind;
import io.github.loglane.status.DropCause;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that go to Kafka. */
class RecordWriterTest {

    private static final long EPOCH = 0x123456789abcdefL;
    private static final String EPOCH_TEXT = RecordId.epochText(EPOCH);

    private final RecordWriter writer = new RecordWriter("logs", new Stubs());
    private final RecordDraft draft = new RecordDraft();
    private Journal journal = Journal.inMemory(1 << 20, 16 << 10, EPOCH);
    private long position;

    private RecordDraft event(String body, boolean stamped) {
        byte[] bytes = body.getBytes(UTF_8);
        return draft.begin(RecordKind.EVENT, Priority.HIGH, 17).body(bytes, bytes.length, stamped);
    }

    private ProducerRecord<byte[], byte[]> write(RecordDraft record) {
        journal.append(record, 0, null);
        return writeNext(null);
    }

    private ProducerRecord<byte[], byte[]> writeNext(String stubReason) {
        JournalRecord item = new JournalRecord();
        assertThat(journal.read(position, item)).isTrue();
        position = item.nextPosition();
        return writer.write(item, 1, item.timestampMs(), stubReason);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> kafkaRecord) {
        List<String> headers = new ArrayList<>();
        for (Header header : kafkaRecord.headers()) {
            headers.add(header.key() + "=" + text(header.value()));
        }
        return headers;
    }

    @Test
    void event_hasItsIdAsKeyAndInItsBody() {
        for (int seq = 1; seq <= 1_001; seq++) {
            ProducerRecord<byte[], byte[]> found = write(event("{\"message\":\"ä\"}", true));
            assertThat(text(found.key())).isEqualTo(EPOCH_TEXT + "-" + seq);
            assertThat(text(found.value()))
                    .isEqualTo("{\"message\":\"ä\",\"epoch\":\"" + EPOCH_TEXT + "\",\"seq\":" + seq + "}");
            assertThat(headers(found)).isEmpty();
            assertThat(found.timestamp()).isEqualTo(17);
            assertThat(found.partition()).isEqualTo(1);
        }
    }

    @Test
    void emptyObject_getsNoComma() {
        assertThat(text(write(event("{}", true)).value())).isEqualTo("{\"epoch\":\"" + EPOCH_TEXT + "\",\"seq\":1}");
    }

    @Test
    void bodyThatIsNotStamped_goesAsItIs() {
        assertThat(text(write(event("plain", false)).value())).isEqualTo("plain");
        assertThat(write(event("", false)).value()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 99, 100, 999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE})
    void digits_areThoseOfTheNumber(long seq) {
        byte[] target = new byte[RecordWriter.digits(seq) + 2];
        RecordWriter.putDigits(seq, target, target.length - 1);
        assertThat(text(target)).isEqualTo("\0" + seq + "\0");
    }

    @Test
    void epochs_mayChangeFromRecordToRecord() {
        write(event("{}", true));
        journal = Journal.inMemory(1 << 20, 16 << 10, -1);
        position = 0;
        assertThat(text(write(event("{}", true)).key())).isEqualTo(RecordId.epochText(-1) + "-1");
    }

    /** More workers than are kept, so that they take each other's place, and back again. */
    @Test
    void workers_neverHaveAnotherOnesHeader() {
        for (int round = 0; round < 2; round++) {
            for (long worker = -300; worker <= 300; worker++) {
                assertThat(headers(write(event("{}", true).worker(worker)))).containsExactly("w=" + worker);
                byte[] name = ("worker-" + worker).getBytes(UTF_8);
                assertThat(headers(write(event("{}", true).worker(name)))).containsExactly("w=worker-" + worker);
                journal.commit(position);
            }
        }
        assertThat(headers(write(event("{}", true).worker(0)))).containsExactly("w=0");
        assertThat(headers(write(event("{}", true)))).isEmpty();
        long same = 7L << 32 | 7;
        assertThat(headers(write(event("{}", true).worker(same)))).containsExactly("w=" + same);
        assertThat(headers(write(event("{}", true).worker("7".getBytes(UTF_8)))))
                .containsExactly("w=7");
    }

    /** As an interceptor of the producer may do. */
    @Test
    void headerAddedToOneRecord_isNotOnTheNext() {
        write(event("{}", true).worker(7)).headers().add("trace", new byte[0]);
        write(event("{}", true)).headers().add("trace", new byte[0]);
        assertThat(headers(write(event("{}", true).worker(7)))).containsExactly("w=7");
        assertThat(headers(write(event("{}", true)))).isEmpty();
    }

    @Test
    void gap_isDeclaredInHeaderAndBody() {
        journal.drop(DropCause.FULL);
        journal.drop(DropCause.SHED);
        ProducerRecord<byte[], byte[]> found = write(event("{\"a\":1}", true).worker(7));
        assertThat(headers(found)).containsExactly("w=7", "gap=1-2;full=1;shed=1");
        assertThat(text(found.value()))
                .isEqualTo("{\"a\":1,\"epoch\":\"" + EPOCH_TEXT
                        + "\",\"seq\":3,\"dropped\":{\"from\":1,\"to\":2,\"byCause\":{\"full\":1,\"shed\":1}}}");
        assertThat(headers(write(event("{}", true).worker(7)))).containsExactly("w=7");
    }

    @Test
    void recordsThatAreNoEvents_sayWhatTheyAre() {
        byte[] body = "{}".getBytes(UTF_8);
        draft.begin(RecordKind.BEGIN, Priority.HIGH, -5).worker(7).body(body, body.length, true);
        ProducerRecord<byte[], byte[]> found = write(draft);
        assertThat(headers(found)).containsExactly("w=7", "kind=begin");
        assertThat(text(found.value())).isEqualTo("{\"epoch\":\"" + EPOCH_TEXT + "\",\"seq\":1,\"kind\":\"begin\"}");
        assertThat(found.timestamp()).as("Kafka takes none below 0").isZero();
    }

    @Test
    void stub_takesTheBodysPlaceUnderTheSameId() {
        journal.append(event("not stamped", false).worker(7), 0, null);
        ProducerRecord<byte[], byte[]> found = writeNext("too large");
        assertThat(headers(found)).containsExactly("w=7", "kind=stub");
        assertThat(text(found.key())).isEqualTo(EPOCH_TEXT + "-1");
        assertThat(text(found.value()))
                .isEqualTo("{\"stub\":\"too large\",\"epoch\":\"" + EPOCH_TEXT + "\",\"seq\":1}");
    }

    /** Only what the writer asks for. */
    private static final class Stubs implements EpochRecords {
        @Override
        public byte[] stub(JournalRecord refused, String reason) {
            return ("{\"stub\":\"" + reason + "\"}").getBytes(UTF_8);
        }

        @Override
        public void declareGap() {
            throw new AssertionError("expecting: only stubs are asked for, found: a gap");
        }

        @Override
        public boolean end() {
            throw new AssertionError("expecting: only stubs are asked for, found: an end");
        }
    }
}
