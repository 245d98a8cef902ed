package com.example.books;

import java.util.Map;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;

/** A small web application that logs; see {@link BookController}. */
@SpringBootApplication
public class BooksApplication {

    public static void main(String[] args) {
        SpringApplication.run(BooksApplication.class, args);
    }

    /** What a request hands to another thread, by {@code @Async} or a {@code Callable}, is logged with that request too. */
    @Bean
    TaskDecorator requestOfTheCaller() {
        return task -> {
            Map<String, String> context = MDC.getCopyOfContextMap();
            return () -> {
                // where the caller runs it itself, its own comes back
                Map<String, String> before = MDC.getCopyOfContextMap();
                set(context);
                try {
                    task.run();
                } finally {
                    set(before);
                }
            };
        };
    }

    private static void set(Map<String, String> context) {
        if (context == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(context);
        }
    }
}
