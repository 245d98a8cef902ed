package io.github.loglane.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.quickstart.Screen.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void colours_areForTerminalsOnly() {
        screen(true).print(Style.BAD, "x");
        screen(false).print(Style.BAD, "y");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\033[1;31mx\033[0m\ny\n");
    }

    @Test
    void linesDuringAWait_comeAfterIt() throws Exception {
        Screen screen = screen(false);
        screen.waiting("starting", () -> {
            screen.print(Style.PLAIN, "between");
            return null;
        });
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches(" +\\d\\.\\d s  starting \\.* \\d\\.\\d s\\Rbetween\n");
    }

    @Test
    void failureOfAWait_isTheCallers() {
        assertThatThrownBy(() -> screen(false).waiting("starting", () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("starting  failed\n");
    }

    private Screen screen(boolean colours) {
        return new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), colours);
    }
}
