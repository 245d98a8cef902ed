/** What loglane says about itself: rate-limited lines, and one counter for each cause of loss. */
package io.github.loglane.status;
