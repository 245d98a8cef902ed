/** What this project shows its users besides code, held against what is true. */
package io.github.loglane.examples;
