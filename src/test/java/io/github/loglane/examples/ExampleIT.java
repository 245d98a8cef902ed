package io.github.loglane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Builds a copy of each example with the jar that was just built, and runs its tests with a real broker. */
class ExampleIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    @TempDir
    Path directory;

    @BeforeAll
    static void topics() {
        BROKER.topics().create("logs", 2);
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
    }

    @Test
    void conf_buildsAndChangesAFlagAndALevelLive() throws Exception {
        assertThat(build("conf"))
                .contains("Tests run: 4, Failures: 0, Errors: 0, Skipped: 0")
                .contains("\"message\":\"conf rejected")
                .contains("flags are now Flags[newCheckout=true, discountPercent=10]");
    }

    @Test
    void log4j2_buildsAndShowsARequestWithoutItsSecrets() throws Exception {
        String output = build("log4j2");
        assertThat(output)
                .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")
                .contains("\"url\":\"/orders/17?token=***&page=2\"")
                .doesNotContain("my-secret");
    }

    private String build(String example) throws Exception {
        try (ExampleBuild build = new ExampleBuild(example, directory)) {
            return build.maven(Map.of("KAFKA_BOOTSTRAP_SERVERS", BROKER.bootstrapServers()), "test");
        }
    }
}
