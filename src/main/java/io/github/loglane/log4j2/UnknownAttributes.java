package io.github.loglane.log4j2;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginVisitorStrategy;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;
import org.apache.logging.log4j.core.util.TypeUtil;

/**
 * Marks the builder's field that receives what was written as an attribute and is none, as one text.
 *
 * <p>Without it Log4j reports such an attribute in words of its own and goes on, so that {@code topik="audit"} would
 * send to the default topic.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@PluginVisitorStrategy(UnknownAttributes.Visitor.class)
@interface UnknownAttributes {

    /** Takes the unknown attributes out of the node before Log4j reports them. Public because Log4j makes it. */
    final class Visitor extends AbstractPluginVisitor<UnknownAttributes> {

        /** For Log4j. */
        public Visitor() {
            super(UnknownAttributes.class);
        }

        @Override
        public Object visit(Configuration configuration, Node node, LogEvent event, StringBuilder log) {
            Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            for (Field field : TypeUtil.getAllDeclaredFields(((Field) member).getDeclaringClass())) {
                if (field.isAnnotationPresent(PluginBuilderAttribute.class)) {
                    known.add(field.getName());
                }
            }
            Map<String, String> attributes = node.getAttributes();
            Set<String> unknown = new TreeSet<>(attributes.keySet());
            unknown.removeIf(known::contains);
            attributes.keySet().removeAll(unknown);
            return unknown.isEmpty() ? null : describe(unknown, known);
        }

        private static String describe(Set<String> unknown, Set<String> known) {
            return "expecting: attributes " + String.join(", ", known) + ", found: " + String.join(", ", unknown);
        }
    }
}
