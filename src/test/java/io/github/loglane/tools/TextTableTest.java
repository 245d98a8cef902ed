package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void controlCharacters_areNotPrinted() {
        assertThat(TextTable.printable("a\u001b[2J\u009b2J\n\u007fé")).isEqualTo("a?[2J?2J??é");
    }
}
