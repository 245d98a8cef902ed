package com.example.books;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Books have the numbers 1 to 99. */
@RestController
@RequestMapping("/books")
class BookController {

    private static final Logger LOG = LoggerFactory.getLogger(BookController.class);

    @GetMapping("/{number}")
    String show(@PathVariable int number) {
        if (number < 1 || number > 99) {
            LOG.warn("no book {}", number);
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        LOG.info("book {} shown", number);
        return "book " + number + "\n";
    }

    /** On a thread of Spring's, which the server's does not wait for. */
    @GetMapping("/{number}/price")
    Callable<String> price(@PathVariable int number) {
        LOG.info("price of book {} asked for", number);
        return () -> {
            if (number < 1 || number > 99) {
                throw new IllegalStateException("no price of book " + number);
            }
            LOG.info("price of book {} looked up", number);
            return 5 + number + "\n";
        };
    }

    /** One title a line; takes as long as the client does. */
    @PostMapping
    String add(InputStream body) throws IOException {
        LOG.info("import begins");
        int count = 0;
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (String title = lines.readLine(); title != null; title = lines.readLine()) {
            LOG.info("book added: {}", title);
            count++;
        }
        LOG.info("import ends: {} books", count);
        return count + " books\n";
    }
}
