package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfRejection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of answers, on a terminal that this test plays. */
class SendScreenTest {

    private final StringWriter out = new StringWriter();
    private final RecordView view = new RecordView();
    private final Fleet fleet = new Fleet();

    /** What a terminal shows after {@link #out}: it knows the sequences that are used, and refuses others. */
    private List<String> terminal() {
        List<String> lines = new ArrayList<>(List.of(""));
        int row = 0;
        String text = out.toString();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                row++;
                if (row == lines.size()) {
                    lines.add("");
                }
            } else if (c == '\033') {
                int end = at + 2;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                String sequence = text.substring(at + 2, end + 1);
                if (sequence.endsWith("A")) {
                    row -= Integer.parseInt(sequence.substring(0, sequence.length() - 1));
                } else if (sequence.equals("J")) {
                    lines.subList(row, lines.size()).clear();
                    lines.add("");
                } else {
                    assertThat(sequence).isIn("?7l", "?7h");
                }
                at = end;
            } else if (c != '\r') {
                lines.set(row, lines.get(row) + c);
            }
        }
        return lines;
    }

    private RecordView record(int worker, int seq, String more) {
        String value = "{\"hostname\":\"web-1\",\"logger\":\"loglane.conf\"" + more + "}";
        String key = Integer.toString(worker + 100) + '-' + seq;
        assertThat(view.read(JudgedTopic.record(
                        0, 0, 0, key, JudgedTopic.headers(Integer.toString(worker), null, null), value)))
                .isTrue();
        return view;
    }

    private Instance answer(int worker, String status) {
        return fleet.take(record(worker, 9, ",\"conf\":{\"offset\":5,\"status\":\"" + status + "\"}"));
    }

    private SendText waiting(int instances, boolean isTerminal) throws ConfRejection {
        PrintWriter writer = new PrintWriter(out);
        for (int worker = 1; worker <= instances; worker++) {
            fleet.see(record(worker, 5, ""));
        }
        fleet.expect(Map.of(5L, ConfKey.parse("*#level/x")));
        SendText screen = new SendText(writer, "conf", isTerminal ? new LiveTable(writer) : null);
        screen.waiting(fleet);
        return screen;
    }

    @Test
    void tableOnATerminal_isWrittenOver() throws ConfRejection {
        SendText screen = waiting(2, true);
        assertThat(terminal())
                .containsExactly(
                        "HOST   SERVICE  WORKER  ANSWER",
                        "web-1        -       1  no answer",
                        "web-1        -       2  no answer",
                        "");
        screen.answered(fleet, answer(1, "applied"));
        assertThat(terminal())
                .containsExactly(
                        "HOST   SERVICE  WORKER  ANSWER",
                        "web-1        -       2  no answer",
                        "web-1        -       1  applied",
                        "");
        screen.answered(fleet, answer(2, "rejected"));
        screen.done(fleet);
        assertThat(terminal())
                .contains("web-1        -       2  rejected")
                .contains("answered: 2 of 2 instances seen in logs in the last 2m; 1 applied, 1 rejected");
        assertThat(terminal().stream().filter(line -> line.startsWith("HOST"))).hasSize(1);
    }

    @Test
    void longTable_isCutUntilTheEnd() throws ConfRejection {
        SendText screen = waiting(50, true);
        assertThat(terminal()).hasSize(LiveTable.MAX_LINES + 1).contains("... and 32 more");
        screen.answered(fleet, answer(1, "applied"));
        screen.done(fleet);
        assertThat(terminal()).hasSize(1 + 50 + 1 + 1).doesNotContain("... and 32 more");
        assertThat(terminal().stream().filter(line -> line.startsWith("HOST"))).hasSize(1);
    }

    @Test
    void pipe_getsALineForEachAnswerAndNoSequences() throws ConfRejection {
        SendText screen = waiting(2, false);
        screen.answered(fleet, answer(2, "applied"));
        screen.done(fleet);
        assertThat(out.toString()).doesNotContain("\033");
        assertThat(out.toString().lines().toList())
                .hasSize(3)
                .startsWith("web-1 2: applied")
                .contains("answered: 1 of 2 instances seen in logs in the last 2m; 1 applied, 1 without an answer")
                .anyMatch(line -> line.startsWith("web-1 1: no answer, last record "));
    }
}
