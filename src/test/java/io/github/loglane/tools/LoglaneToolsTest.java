package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoglaneToolsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine tools =
            LoglaneTools.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void help_namesTheCommandAndSucceeds() {
        assertThat(tools.execute("--help")).isZero();
        assertThat(out.toString()).contains("Usage: loglane-tools").contains("--version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void version_isOneLine() {
        assertThat(tools.execute("--version")).isZero();
        assertThat(out.toString().lines()).singleElement().asString().startsWith("loglane-tools ");
    }

    @Test
    void noCommand_isAUsageError() {
        assertThat(tools.execute()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("Missing command");
    }
}
