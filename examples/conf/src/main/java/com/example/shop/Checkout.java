package com.example.shop;

import io.github.loglane.Conf;
import io.github.loglane.conf.ConfRegistration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** A checkout that follows the config {@code flags}. Safe for any thread. */
public final class Checkout implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(Checkout.class);

    private final ConfRegistration registration;
    private volatile Flags flags = Flags.DEFAULT;

    public Checkout() {
        // called at once where flags are set already; what it throws is answered as "rejected", and the old flags stay
        registration = Conf.listen("flags", change -> {
            flags = Flags.parse(change.json());
            LOG.info("flags are now {}", flags);
        });
    }

    /** Pays an order each second until the process is stopped. */
    public static void main(String[] args) throws InterruptedException {
        try (Checkout checkout = new Checkout()) {
            for (int order = 1; ; order++) {
                checkout.pay(order, 1000 + order % 100);
                Thread.sleep(1000);
            }
        }
    }

    /** Returns what is to be paid, in cents. */
    public int pay(int order, int cents) {
        Flags now = flags; // one look, since they may change meanwhile
        int due = cents - cents * now.discountPercent() / 100;
        LOG.debug("order {}: {} cents less {} %", order, cents, now.discountPercent());
        LOG.info("order {} paid: {} cents, {} checkout", order, due, now.newCheckout() ? "new" : "old");
        return due;
    }

    public Flags flags() {
        return flags;
    }

    @Override
    public void close() {
        registration.close();
    }
}
