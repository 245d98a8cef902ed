/** The command line, shipped in {@code loglane-tools.jar} and not in the library. */
package io.github.loglane.tools;
