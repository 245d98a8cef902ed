/** Turns an event into a JSON record; a front answers the encoder through {@code EventView}. */
package io.github.loglane.encode;
