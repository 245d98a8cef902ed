package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which records are shown. */
class TailFilterTest {

    private static final WorkerChoice ALL = new WorkerChoice(List.of());

    private final TailRecord record = new TailRecord();

    private TailRecord event(String host, String level, String logger, String message) {
        return read("e-5", "3", null, null, """
                {"@timestamp":"2026-11-23T06:46:01.5Z","message":"%s","level":"%s","hostname":"%s","logger":"%s",
                "exception":{"class":"E","message":"m","stackTrace":"E: m\\n\\tat com.acme.Db"}}""".formatted(message, level, host, logger));
    }

    private TailRecord read(String key, String worker, String gap, String kind, String value) {
        record.readHead(JudgedTopic.record(0, 0, 0, key, JudgedTopic.headers(worker, gap, kind), value));
        record.readBody();
        return record;
    }

    private static TailFilter filter(String host, String level, String logger, String grep) {
        return new TailFilter(
                ALL,
                host == null ? List.of() : List.of(host.split(",", -1)),
                level,
                logger == null ? List.of() : List.of(logger.split(",", -1)),
                grep);
    }

    @ParameterizedTest
    @CsvSource({
        "WARN,WARN,true",
        "warn,ERROR,true",
        "WARN,FATAL,true",
        "WARN,INFO,false",
        "INFO,DEBUG,false",
        "DEBUG,TRACE,false",
        "FATAL,ERROR,false",
        "TRACE,TRACE,true",
        "WARN,NOTICE,true"
    })
    void level_isThisAndWhatIsMoreSevere(String least, String level, boolean shown) {
        assertThat(filter(null, least, null, null).shows(event("h", level, "x", "m")))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme,com.acme,true",
        "com.acme,com.acme.Foo,true",
        "com.acme,com.acmex,false",
        "com.acme,com,false",
        "'x,com.acme',com.acme.Foo,true",
        "com.acme.Foo,com.acme,false"
    })
    void logger_isThisAndThoseBelowIt(String wanted, String logger, boolean shown) {
        assertThat(filter(null, null, wanted, null).shows(event("h", "INFO", logger, "m")))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "web-*,web-1,true",
        "web-?,web-12,false",
        "web-?,WEB-1,true",
        "'db,web-1',web-1,true",
        "web,web-1,false",
        "*,anything,true",
        "w.b-1,web-1,false",
        "web-[1],web-1,false"
    })
    void host_isAGlob(String glob, String host, boolean shown) {
        assertThat(filter(glob, null, null, null).shows(event(host, "INFO", "x", "m")))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"order [0-9]+,true", "^order,true", "acme\\.Db,true", "orders,false"})
    void grep_looksAtMessageAndStackTrace(String regex, boolean shown) {
        assertThat(filter(null, null, null, regex).shows(event("com.acme", "INFO", "orders", "order 17")))
                .isEqualTo(shown);
    }

    @Test
    void otherLayouts_passNoFilterThatTheyDoNotAnswer() {
        TailRecord text = read("e-5", "3", null, null, "2026 INFO order 17");
        assertThat(filter(null, null, null, null).shows(text)).isTrue();
        assertThat(filter(null, null, null, "order 17").shows(text)).isTrue();
        assertThat(filter("*", null, null, null).shows(text)).isFalse();
        assertThat(filter(null, "DEBUG", null, null).shows(text)).isFalse();
        assertThat(filter(null, null, "com", null).shows(text)).isFalse();
        assertThat(new TailFilter(new WorkerChoice(List.of("3")), List.of(), null, List.of(), null).shows(text))
                .isTrue();
    }

    @Test
    void gap_isShownWhateverLevelAndTextAreAskedFor() {
        TailRecord drop = read(
                "e-5",
                null,
                "3-5;full=3",
                "drop",
                "{\"@timestamp\":\"2026-11-23T06:46:01Z\",\"level\":\"WARN\",\"hostname\":\"web-1\"}");
        TailFilter filter = filter("web-*", "FATAL", "com.acme", "nothing");
        assertThat(filter.shows(drop)).isFalse();
        assertThat(filter.showsGap(drop)).isTrue();
        assertThat(filter("db", null, null, null).showsGap(drop)).isFalse();
        WorkerChoice one = new WorkerChoice(List.of("1"));
        assertThat(new TailFilter(one, List.of(), null, List.of(), null).mayConcern(drop))
                .as("a process of several workers")
                .isTrue();
        TailRecord other = read("e-5", "2", "3-5;full=3", "drop", "{}");
        assertThat(new TailFilter(one, List.of(), null, List.of(), null).mayConcern(other))
                .isFalse();
    }

    @Test
    void wrongOptions_areSaid() {
        assertThatThrownBy(() -> filter(null, "LOUD", null, null))
                .hasMessage("expecting: --level of TRACE DEBUG INFO WARN ERROR FATAL, found: LOUD");
        assertThatThrownBy(() -> filter(null, null, null, "(a"))
                .isInstanceOf(UsageFailure.class)
                .hasMessageStartingWith("expecting: --grep with a regular expression, found: (a (");
    }
}
