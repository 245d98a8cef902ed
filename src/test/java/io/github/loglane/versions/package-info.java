/** The compiled classes with other versions of the frameworks and of Kafka's client than those that they were compiled with. */
package io.github.loglane.versions;
