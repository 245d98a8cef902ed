package com.example.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What can be switched while the shop is open.
 *
 * @param newCheckout whether customers get the new checkout
 * @param discountPercent what is taken off every order, 0 to 90
 */
public record Flags(boolean newCheckout, int discountPercent) {

    /** What holds where nothing is set. */
    public static final Flags DEFAULT = new Flags(false, 0);

    private static final ObjectMapper JSON = new ObjectMapper();

    public Flags {
        if (discountPercent < 0 || discountPercent > 90) {
            throw new IllegalArgumentException("expecting: discountPercent from 0 to 90, found: " + discountPercent);
        }
    }

    /**
     * Reads a value of the config {@code flags}.
     *
     * @param json {@code null} where there is none, or none any more
     * @throws JsonProcessingException where it cannot be used, unknown members included: a typo is not to pass unnoticed
     */
    public static Flags parse(String json) throws JsonProcessingException {
        return json == null ? DEFAULT : JSON.readValue(json, Flags.class);
    }
}
