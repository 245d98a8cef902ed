package io.github.loglane.logback;

import static io.github.loglane.logback.LogbackContexts.kafka;
import static io.github.loglane.logback.LogbackContexts.spare;
import static io.github.loglane.logback.LogbackContexts.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import io.github.loglane.PipelineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration file for Logback may say, and what comes of mistakes in it. */
class LogbackConfigurationTest {

    private static final String NO_BROKER =
            "<bootstrapServers>127.0.0.1:1</bootstrapServers><stopTimeoutMs>1</stopTimeoutMs>";

    @RegisterExtension
    final LogbackContexts logback = new LogbackContexts();

    @Test
    void options_areThoseOfThePipeline() {
        LoggerContext context = logback.start(xml(
                "ALL",
                NO_BROKER + "<topic>audit</topic><workerId>%X{worker}</workerId><journalBytes>2 MiB</journalBytes>"
                        + "<maxRecordBytes>64 KiB</maxRecordBytes><maxWaitMs>3</maxWaitMs><service>shop</service>"));
        PipelineConfig config = kafka(context).config;
        assertThat(config.topic()).isEqualTo("audit");
        assertThat(config.workerId()).isEqualTo("%X{worker}");
        assertThat(config.journalBytes()).isEqualTo(2 << 20);
        assertThat(config.maxRecordBytes()).isEqualTo(64 << 10);
        assertThat(config.maxWaitMs()).isEqualTo(3);
        assertThat(config.service()).isEqualTo("shop");
        assertThat(logback.errors()).isEmpty();
        assertThat(logback.warningsOfConfiguration()).isEmpty();
    }

    @Test
    void variables_areLogbacks() {
        LoggerContext context = logback.start(xml(
                "ALL",
                NO_BROKER + "<workerId>${worker}</workerId><journalBytes>${none:-}</journalBytes>",
                "<property name='worker' value='12'/>"));
        assertThat(kafka(context).config.workerId()).isEqualTo("12");
        assertThat(kafka(context).config.journalBytes()).isEqualTo(PipelineConfig.DEFAULT_JOURNAL_BYTES);
        assertThat(logback.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<topic>no topic</topic>",
                "<journalBytes>-5</journalBytes>",
                "<journalBytes>much</journalBytes>",
                "<maxRecordBytes>1</maxRecordBytes>",
                "<maxWaitMs>5 s</maxWaitMs>",
                "<conf>yes</conf>",
                "<workerId>%x</workerId>",
                "<workerId>${none}</workerId>",
                "<producerProperty>linger.ms</producerProperty>",
                "<producerProperty>ssl.key.password=${none}</producerProperty>",
                "<producerProperty>sasl.jaas.config=a b password=\"${none}\";</producerProperty>",
                "<producerProperty>${none}=5</producerProperty>",
                "<producerProperty>acks=0</producerProperty>"
            })
    void badOption_isOneErrorAndTheRestWorks(String element) {
        LoggerContext context = logback.start(xml("ALL", NO_BROKER + element + "<appender-ref ref='Spare'/>", spare()));
        context.getLogger("app").info("hello");
        assertThat(((LogbackContexts.Recording) kafka(context).getAppender("Spare")).messages)
                .containsExactly("hello");
        assertThat(logback.errors())
                .singleElement()
                .asString()
                .startsWith("loglane Kafka: bad configuration, refuses all events; ")
                .contains("expecting: ", "found: ");
    }

    /** Logback's own WARN, and Logback goes on without it. */
    @Test
    void unknownElement_isTold() {
        logback.start(xml("ALL", NO_BROKER + "<topik>audit</topik>"));
        assertThat(logback.warnings()).anyMatch(line -> line.contains("[topik]"));
    }

    /** An application of Spring Boot ends at an ERROR. */
    @Test
    void nameThatDoesNotResolve_isNoError() {
        LoggerContext context = logback.start(xml(
                "ALL",
                "<bootstrapServers>no-such-host.invalid:9092</bootstrapServers><stopTimeoutMs>1</stopTimeoutMs>"));
        context.getLogger("app").info("hello");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> logback.warnings().stream().anyMatch(line -> line.contains("no producer yet")));
        context.stop();
        assertThat(logback.errors()).isEmpty();
        assertThat(logback.warnings()).anyMatch(line -> line.contains("with 1 events"));
    }

    @Test
    void producerProperties_areThoseOfTheProducer() {
        logback.start(xml(
                "ALL",
                "<stopTimeoutMs>1</stopTimeoutMs><producerProperty>bootstrap.servers=127.0.0.1:1</producerProperty>"
                        + "<producerProperty> sasl.jaas.config = a b=\"c\"; </producerProperty>"
                        + "<producerProperty>lingr.ms=5</producerProperty>"));
        assertThat(logback.errors()).singleElement().asString().contains("lingr.ms");
    }

    /** Of an element without a text Logback tells the appender nothing; so its strategies are ignored without a word. */
    @Test
    void logbackKafkaAppendersOptions_areAcceptedWithOneWarning() {
        LoggerContext context = logback.start(xml(
                "ALL",
                "<stopTimeoutMs>1</stopTimeoutMs><topic>logs</topic>"
                        + "<keyingStrategy class='com.github.danielwegener.logback.kafka.keying.NoKeyKeyingStrategy'/>"
                        + "<deliveryStrategy class='com.github.danielwegener.logback.kafka.delivery.AsynchronousDeliveryStrategy'/>"
                        + "<partition>0</partition><appendTimestamp>true</appendTimestamp>"
                        + "<producerConfig>bootstrap.servers=127.0.0.1:1</producerConfig>"
                        + "<producerConfig>timeout.ms=30000</producerConfig>"
                        + "<appender-ref ref='Spare'/>",
                spare()));
        assertThat(logback.errors()).isEmpty();
        assertThat(logback.warningsOfConfiguration())
                .singleElement()
                .asString()
                .startsWith("loglane Kafka: not needed here, and ignored: ")
                .contains("partition (", "appendTimestamp (", "timeout.ms (");
        assertThat(kafka(context).getAppender("Spare")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyingStrategy", "deliveryStrategy"})
    void strategyWithAText_isNamed(String element) {
        logback.start(xml("ALL", NO_BROKER + '<' + element + ">x</" + element + '>'));
        assertThat(logback.errors()).isEmpty();
        assertThat(logback.warningsOfConfiguration()).singleElement().asString().contains(element + " (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.key.password-s3cret",
                "ssl.key.password=s3cret${none}",
                "ssl.key.password=${none}s3cret",
                "sasl.jaas.config=a b password=\"s3cret${none}\";"
            })
    void secrets_areInNoLine(String property) {
        logback.start(xml("ALL", NO_BROKER + "<producerProperty>" + property + "</producerProperty>"));
        assertThat(logback.errors()).singleElement().asString().doesNotContain("s3cret");
    }

    @Test
    void readmesConfiguration_works() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("<configuration>");
        String xml = readme.substring(start, readme.indexOf("```", start));
        LoggerContext context = logback.start(xml.replace(":-localhost:9092}", ":-127.0.0.1:1}")
                .replace("<conf>", "<stopTimeoutMs>1</stopTimeoutMs><conf>"));
        assertThat(kafka(context).config.isConf()).isTrue();
        assertThat(logback.errors()).isEmpty();
        assertThat(logback.warningsOfConfiguration()).isEmpty();
    }
}
