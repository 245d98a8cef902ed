package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two forms of a report. */
class AuditOutputTest {

    private static AuditReport report() {
        return new JudgedTopic(2)
                .begin(0, "e-1", "3")
                .eventAfterGap(0, "e-7", "3", "2-6;full=3;shed=2")
                .events(0, "e", "3", 12, 11, 11)
                .end(0, "e-13")
                .begin(1, "f-1", null)
                .foreign(1, "x")
                .report();
    }

    private static List<String> text(AuditReport report, boolean requireEnd) {
        StringWriter text = new StringWriter();
        AuditText.write(report, requireEnd, new PrintWriter(text));
        return text.toString().lines().toList();
    }

    @Test
    void text_hasALinePerEpochAndTheVerdictLast() {
        List<String> lines = text(report(), false);
        assertThat(lines.get(0)).startsWith("EPOCH  STATE  HOST   SERVICE  WORKER  BEGUN");
        assertThat(lines.get(1))
                .matches("e +ended +web-1 +shop +3 +2026-11-22T11:00:00.123456789Z +1 +13 +6 +1 +5 +3 +0 +0 +1");
        assertThat(lines.get(2)).matches("f +open +web-1 +shop +- .*");
        assertThat(lines).contains("epoch e: missing 8-10", "epoch e: dropped and declared: full 3, shed 2");
        assertThat(lines).contains("epoch e: reordered 11 behind 12 (worker 3, partition 0 offset 3)");
        assertThat(lines).contains("partition 1: 1 records without a key of loglane's, not judged");
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("verdict: missing: 3 missing, 1 reordered, 0 unknown, 0 expired, 5 declared, 6 delivered, "
                        + "1 duplicates, 2 epochs (1 ended, 0 adopted, 1 open)");
    }

    @Test
    void text_ofAnEmptyTopicSaysSo() {
        assertThat(text(new JudgedTopic(1).report(), false))
                .containsExactly("verdict: unknown: no record of loglane's in topic logs");
    }

    @Test
    void text_ofAnOpenEpochSaysWhyItFails() {
        assertThat(text(new JudgedTopic(1).begin(0, "e-1", "3").report(), true))
                .last()
                .asString()
                .startsWith("verdict: open (an end was required): 0 missing");
    }

    @Test
    void text_doesNotLetARecordSteerTheTerminal() {
        AuditReport report = new JudgedTopic(1)
                .put(
                        0,
                        "e-1",
                        JudgedTopic.headers(null, null, "begin"),
                        "{\"hostname\":\"\\u001b[2Jgone\\nverdict: complete\"}")
                .report();
        assertThat(text(report, false)).anyMatch(line -> line.contains("?[2Jgone?verdict: complete"));
    }

    @Test
    void json_saysTheSame() throws IOException {
        StringWriter text = new StringWriter();
        AuditJson.write(report(), false, new PrintWriter(text));
        JsonNode json = new ObjectMapper().readTree(text.toString());
        assertThat(json.path("verdict").asText()).isEqualTo("missing");
        assertThat(json.path("exitCode").asInt()).isEqualTo(1);
        assertThat(json.path("totals").path("missing").asLong()).isEqualTo(3);
        JsonNode epoch = json.path("epochs").get(0);
        assertThat(epoch.path("workerId").asText()).isEqualTo("3");
        assertThat(epoch.path("declaredByCause").path("shed").asLong()).isEqualTo(2);
        assertThat(epoch.path("holes").get(0).path("judgement").asText()).isEqualTo("missing");
        assertThat(epoch.path("reorderings").get(0).path("overtakenBy").asLong())
                .isEqualTo(12);
        assertThat(json.path("epochs").get(1).has("workerId")).isFalse();
        assertThat(json.path("partitions").get(1).path("foreign").asLong()).isEqualTo(1);
    }
}
