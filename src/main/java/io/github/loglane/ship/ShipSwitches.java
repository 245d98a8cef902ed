package io.github.loglane.ship;

/**
 * Takes a safeguard of the shipper out, so that a test can show what it is good for. Never offered to users.
 *
 * @param slowStart one record per producer and partition until its ack, before anything else is sent there
 * @param closeInCallback an asynchronous error closes the producer before it can let later batches through
 */
record ShipSwitches(boolean slowStart, boolean closeInCallback) {

    static final ShipSwitches SAFE = new ShipSwitches(true, true);
}
