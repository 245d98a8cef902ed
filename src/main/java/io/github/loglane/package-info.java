/** The pipeline that takes log events from a front to Kafka, and the only place that knows all its parts. */
package io.github.loglane;
