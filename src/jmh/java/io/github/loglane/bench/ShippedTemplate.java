package io.github.loglane.bench;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/** JsonTemplateLayout with the event template of the jar, outside of any logger context. */
final class ShippedTemplate {

    static final String HOSTNAME = "web-1";

    private ShippedTemplate() {}

    static JsonTemplateLayout layout() {
        DefaultConfiguration configuration = new DefaultConfiguration();
        configuration.getProperties().put("hostName", HOSTNAME); // as a logger context does
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(configuration)
                .setCharset(StandardCharsets.UTF_8)
                .setEventTemplateUri("classpath:LoglaneEventTemplate.json")
                .setEventDelimiter("")
                .build();
    }
}
