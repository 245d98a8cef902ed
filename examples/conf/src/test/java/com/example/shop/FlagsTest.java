package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class FlagsTest {

    @Test
    void whatIsNotSaid_isTheDefault() throws Exception {
        assertEquals(Flags.DEFAULT, Flags.parse(null));
        assertEquals(Flags.DEFAULT, Flags.parse("{}"));
        assertEquals(new Flags(true, 0), Flags.parse("{\"newCheckout\":true}"));
        assertEquals(new Flags(false, 90), Flags.parse("{\"discountPercent\":90}"));
    }

    @Test
    void whatCannotBeUsed_throws() {
        for (String json :
                new String[] {"[]", "{\"newCheckuot\":true}", "{\"discountPercent\":91}", "{\"newCheckout\":7.5}"}) {
            assertThrows(JsonProcessingException.class, () -> Flags.parse(json), json);
        }
    }
}
