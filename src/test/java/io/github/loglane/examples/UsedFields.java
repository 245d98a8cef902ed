package io.github.loglane.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which fields of the records Kibana's objects name, wherever Kibana and Elasticsearch take the name of one. */
final class UsedFields {

    private static final Pattern IN_QUERY = Pattern.compile("([\\w.@]+)\\s*:");

    private final Set<String> all = new TreeSet<>();
    private final Set<String> grouped = new TreeSet<>();
    private final Set<String> summed = new TreeSet<>();

    private UsedFields() {}

    static UsedFields of(Iterable<JsonNode> objects) {
        UsedFields used = new UsedFields();
        for (JsonNode object : objects) {
            used.collect(object.path("attributes"));
            if (object.path("type").asText().equals("search")) {
                object.at("/attributes/columns").forEach(column -> used.all.add(column.textValue()));
                object.at("/attributes/sort")
                        .forEach(pair -> used.all.add(pair.path(0).textValue()));
            }
        }
        return used;
    }

    Set<String> all() {
        return all;
    }

    /** Those that make groups, one for each value. */
    Set<String> grouped() {
        return grouped;
    }

    /** Those of which sums are made. */
    Set<String> summed() {
        return summed;
    }

    private void collect(JsonNode node) {
        if (node.has("$schema")) {
            // what Vega draws are columns of an answer; of a record's fields only the query speaks
            collect(node.at("/data/url"));
            return;
        }
        for (JsonNode element : node) {
            collect(element);
        }
        for (String name : new String[] {"field", "fieldName", "timeFieldName", "%timefield%"}) {
            if (node.path(name).isTextual()) {
                all.add(node.path(name).textValue());
            }
        }
        String type = node.path("type").asText();
        if (type.equals("terms")) {
            grouped.add(node.at("/params/field").textValue());
        } else if (type.equals("optionsListControl")) {
            grouped.add(node.at("/explicitInput/fieldName").textValue());
        } else if (type.equals("sum")) {
            summed.add(node.at("/params/field").textValue());
        }
        if (node.at("/terms/field").isTextual()) {
            grouped.add(node.at("/terms/field").textValue());
        }
        node.path("term").properties().forEach(term -> grouped.add(term.getKey()));
        if (node.path("query").isTextual()) {
            Matcher matcher = IN_QUERY.matcher(node.path("query").textValue());
            while (matcher.find()) {
                all.add(matcher.group(1));
            }
        }
        all.addAll(grouped);
    }
}
