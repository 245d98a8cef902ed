package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.encode.FakeEvent;
import io.github.loglane.encode.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSourceTest {

    private static final FakeEvent EVENT =
            FakeEvent.of("x").context("worker", "12").context("tenant", "blue");

    @AfterEach
    void clear() {
        System.clearProperty("WORKER_ID");
    }

    @ParameterizedTest
    @CsvSource({
        "3,3",
        "' -4 ',-4",
        "007,7",
        "blue,blue",
        "99999999999999999999,99999999999999999999",
        "%X{worker},12",
        "%X{tenant},blue",
        "%X{absent},''",
        "thread,1",
        "'',''"
    })
    void of_takesTheIdFromWhereItIsTold(String option, String worker) {
        assertThat(WorkerSource.of(option, "web-1").of(EVENT)).hasToString(worker);
    }

    @ParameterizedTest
    @CsvSource({"web-12,12", "ip-10-0-0-12,12", "web,''", "web-x,''"})
    void ordinal_isTheNumberBehindTheLastHyphen(String hostname, String worker) {
        WorkerSource source = WorkerSource.of("ordinal", hostname);
        assertThat(source.of(EVENT)).hasToString(worker);
        assertThat(source.ofProcess()).hasToString(worker);
    }

    @Test
    void of_neverGuessesFromTheHostname() {
        assertThat(WorkerSource.of(null, "web-12").of(EVENT)).isEqualTo(Worker.NONE);
    }

    @Test
    void of_fallsBackToTheProperty() {
        System.setProperty("WORKER_ID", "8");
        assertThat(WorkerSource.of(" ", "web-1").ofProcess()).isEqualTo(Worker.of(8));
        assertThat(WorkerSource.of("9", "web-1").ofProcess()).isEqualTo(Worker.of(9));
    }

    @Test
    void ofProcess_isNoneWhereWorkersShareTheProcess() {
        assertThat(WorkerSource.of("%X{worker}", "web-1").ofProcess()).isEqualTo(Worker.NONE);
        assertThat(WorkerSource.of("thread", "web-1").ofProcess()).isEqualTo(Worker.NONE);
    }
}
