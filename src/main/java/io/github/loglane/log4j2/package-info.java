/** The front for Log4j2: translates its configuration and its events, and does nothing else. */
package io.github.loglane.log4j2;
