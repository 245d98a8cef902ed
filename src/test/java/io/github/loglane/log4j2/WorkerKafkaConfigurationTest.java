package io.github.loglane.log4j2;

import static io.github.loglane.log4j2.LoggerContextExtension.kafka;
import static io.github.loglane.log4j2.LoggerContextExtension.xml;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.PipelineConfig;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerKafkaConfigurationTest {

    private static final String NO_BROKER = "bootstrapServers='127.0.0.1:1' ";

    @RegisterExtension
    final LoggerContextExtension log4j = new LoggerContextExtension();

    @Test
    void element_needsNothingButNameAndServers() {
        LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1'/>"));
        assertThat(kafka(context).config.topic()).isEqualTo("logs");
        assertThat(kafka(context).config.stopTimeoutMs()).isEqualTo(PipelineConfig.DEFAULT_STOP_TIMEOUT_MS);
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void attributes_reachThePipeline() {
        LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' bootstrapServers='127.0.0.1:1' topic='audit'"
                + " workerId='7' service='shop' env='prod' hostname='web-1' journalBytes='2 MiB' maxRecordBytes='64KB'"
                + " maxWaitMs='3' stopTimeoutMs='4' secretNames='pin,iban'/>"));
        PipelineConfig config = kafka(context).config;
        assertThat(config.name()).isEqualTo("Kafka");
        assertThat(config.topic()).isEqualTo("audit");
        assertThat(config.workerId()).isEqualTo("7");
        assertThat(config.service()).isEqualTo("shop");
        assertThat(config.env()).isEqualTo("prod");
        assertThat(config.hostname()).isEqualTo("web-1");
        assertThat(config.journalBytes()).isEqualTo(2 << 20);
        assertThat(config.maxRecordBytes()).isEqualTo(64 << 10);
        assertThat(config.maxWaitMs()).isEqualTo(3);
        assertThat(config.stopTimeoutMs()).isEqualTo(4);
        assertThat(config.secretNames()).containsExactlyInAnyOrder("pin", "iban");
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void builder_hasTheSameOptions() {
        WorkerKafkaAppender appender = WorkerKafkaAppender.newBuilder()
                .setName("Kafka")
                .setBootstrapServers("127.0.0.1:1")
                .setTopic("audit")
                .setWorkerId("%X{worker}")
                .setService("shop")
                .setEnv("prod")
                .setHostname("web-1")
                .setJournalBytes(2 << 20)
                .setMaxRecordBytes(64 << 10)
                .setMaxWaitMs(3)
                .setStopTimeoutMs(4)
                .setSecretNames("pin")
                .setErrorRef("Spare")
                .build();
        assertThat(appender.config.topic()).isEqualTo("audit");
        assertThat(appender.config.workerId()).isEqualTo("%X{worker}");
        assertThat(appender.config.journalBytes()).isEqualTo(2 << 20);
        assertThat(appender.config.stopTimeoutMs()).isEqualTo(4);
        assertThat(appender.manager).as("nothing is open before start").isNull();
    }

    @Test
    void builderWithoutName_givesNothingAndOneError() {
        assertThat(WorkerKafkaAppender.newBuilder().setBootstrapServers("a:1").build())
                .isNull();
        assertThat(log4j.errors()).singleElement().asString().contains("expecting: a name", "found: none");
    }

    @ParameterizedTest
    @CsvSource({
        "workerId='%X{worker}', %X{worker}",
        "workerId='${sys:loglane.test.worker}', 12",
        "workerId='$${sys:loglane.test.worker}', 12",
        "workerId='${worker}', 12",
        "workerId='${sys:loglane.test.none:-}', ''",
        "workerId='thread', thread"
    })
    void workerId_isWhatTheLookupsOfTheConfigurationMakeOfIt(String attribute, String expected) {
        System.setProperty("loglane.test.worker", "12");
        LoggerContext context =
                log4j.start("<Configuration><Properties><Property name='worker'>12</Property></Properties><Appenders>"
                        + "<WorkerKafka name='Kafka' " + NO_BROKER + attribute + "/></Appenders><Loggers><Root>"
                        + "<AppenderRef ref='Kafka'/></Root></Loggers></Configuration>");
        System.clearProperty("loglane.test.worker");
        assertThat(kafka(context).config.workerId()).isEqualTo(expected);
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void emptyNumber_isTheDefault() {
        LoggerContext context = log4j.start(xml(
                "<WorkerKafka name='Kafka' " + NO_BROKER + "journalBytes='${sys:loglane.test.none:-}' maxWaitMs=''/>"));
        assertThat(kafka(context).config.journalBytes()).isEqualTo(PipelineConfig.DEFAULT_JOURNAL_BYTES);
        assertThat(kafka(context).config.maxWaitMs()).isZero();
    }

    @Test
    void properties_areProducerSettingsAfterLookups() {
        System.setProperty("loglane.test.servers", "127.0.0.1:1");
        log4j.start(xml("<WorkerKafka name='Kafka' >"
                + "<Property name='bootstrap.servers'>${sys:loglane.test.servers}</Property>"
                + "<Property name='linger.ms'>20</Property></WorkerKafka>"));
        System.clearProperty("loglane.test.servers");
        assertThat(log4j.errors()).isEmpty();
        assertThat(log4j.warnings("linger")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic=''",
                "topic='no topic'",
                "journalBytes='-5'",
                "journalBytes='5'",
                "journalBytes='much'",
                "journalBytes='99999999999 TB'",
                "maxRecordBytes='1'",
                "maxRecordBytes='1 GiB'",
                "maxWaitMs='-1'",
                "maxWaitMs='5 s'",
                "stopTimeoutMs='-1'",
                "workerId='%x'",
                "workerId='${sys:loglane.test.none}'",
                "service='${sys:loglane.test.none}'",
                "topik='audit'",
                "x='1' y='2'"
            })
    void badAttribute_isOneErrorAndTheRestWorks(String attribute) {
        RecordingAppender other = new RecordingAppender("Other");
        LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' " + NO_BROKER + attribute + "/>"), other);
        context.getConfiguration().getRootLogger().addAppender(other, null, null);
        context.getLogger("app").warn("hello");
        assertThat(other.messages).containsExactly("hello");
        assertThat(kafka(context).config).isNull();
        assertThat(log4j.errors()).singleElement().asString().contains("loglane Kafka", "expecting: ", "found: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Property name='acks'>0</Property>",
                "<Property name='enable.idempotence'>false</Property>",
                "<Property name='lingerr.ms'>20</Property>",
                "<Property name='bootstrap.servers'>127.0.0.1:2</Property>"
            })
    void badProperty_isOneErrorAndTheRestWorks(String property) {
        RecordingAppender other = new RecordingAppender("Other");
        LoggerContext context =
                log4j.start(xml("<WorkerKafka name='Kafka' " + NO_BROKER + ">" + property + "</WorkerKafka>"), other);
        context.getConfiguration().getRootLogger().addAppender(other, null, null);
        context.getLogger("app").warn("hello");
        assertThat(other.messages).containsExactly("hello");
        assertThat(log4j.errors()).singleElement().asString().contains("loglane Kafka", "expecting: ", "found: ");
    }

    @Test
    void missingServers_areOneError() {
        log4j.start(xml("<WorkerKafka name='Kafka'/>"));
        assertThat(log4j.errors()).singleElement().asString().contains("bootstrap.servers", "expecting: ");
    }

    @Test
    void serversGivenTwiceAlike_areTaken() {
        log4j.start(xml("<WorkerKafka name='Kafka' " + NO_BROKER
                + "><Property name='bootstrap.servers'>127.0.0.1:1 </Property></WorkerKafka>"));
        assertThat(log4j.errors()).isEmpty();
    }

    @Test
    void badConfigurationBehindAsyncAppender_letsTheApplicationStart() {
        LoggerContext context = log4j.start("<Configuration><Appenders><WorkerKafka name='Kafka' topic=''/>"
                + "<Async name='Async'><AppenderRef ref='Kafka'/></Async></Appenders>"
                + "<Loggers><Root><AppenderRef ref='Async'/></Root></Loggers></Configuration>");
        context.getLogger("app").error("hello");
        assertThat(log4j.errors()).hasSize(1);
    }

    @Test
    void kafkaElementOfLog4jCore_movesByItsNameWithOneWarning() {
        LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' topic='logs' syncSend='false' key='k'"
                + " retryCount='3' sendEventTimestamp='true' ignoreExceptions='false' >"
                + "<PatternLayout pattern='%m'/>"
                + "<Property name='bootstrap.servers'>127.0.0.1:1</Property>"
                + "<Property name='timeout.ms'>30000</Property></WorkerKafka>"));
        assertThat(kafka(context).config.topic()).isEqualTo("logs");
        assertThat(kafka(context).ignoreExceptions()).isFalse();
        assertThat(log4j.errors()).isEmpty();
        assertThat(log4j.warnings("ignored"))
                .singleElement()
                .asString()
                .contains("loglane Kafka", "syncSend", "retryCount", "key", "sendEventTimestamp", "timeout.ms");
    }

    @Test
    void secrets_areInNoLineOfOurs() {
        String secret = "s3cr3tPassphrase";
        LoggerContext context = log4j.start(xml("<WorkerKafka name='Kafka' " + NO_BROKER + ">"
                + "<Property name='ssl.key.password'>" + secret + "</Property>"
                + "<Property name='sasl.jaas.config'>x required password=\"" + secret
                + "\";</Property></WorkerKafka>"));
        WorkerKafkaAppender appender = kafka(context);
        assertThat(appender.toString() + appender.config + appender.manager.getName() + appender.manager.pipeline)
                .doesNotContain(secret);
        assertThat(appender.getPropertyArray()).isEmpty();
        context.stop();
        assertThat(log4j.errors()).noneMatch(line -> line.contains(secret));
        assertThat(log4j.warnings(secret)).isEmpty();
    }
}
