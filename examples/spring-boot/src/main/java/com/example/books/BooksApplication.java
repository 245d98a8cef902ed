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
                try {
                    if (context != null) {
                        MDC.setContextMap(context);
                    }
                    task.run();
                } finally {
                    MDC.clear();
                }
            };
        };
    }
}
