package com.example.orders;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.logging.log4j.CloseableThreadContext;

/**
 * Puts the request into the thread context while it is handled. Every event that is logged meanwhile has it as its
 * {@code request}, without the values of what looks like a secret.
 */
final class RequestContext extends Filter {

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        // Takes out again what it put in: the thread belongs to a pool, and the next request must not find it there.
        try (CloseableThreadContext.Instance ignored = CloseableThreadContext.putAll(describe(exchange))) {
            chain.doFilter(exchange);
        }
    }

    @Override
    public String description() {
        return "puts the request into the thread context";
    }

    private static Map<String, String> describe(HttpExchange exchange) {
        Map<String, String> request = new HashMap<>();
        String id = header(exchange, "X-Request-Id");
        request.put("request.id", id == null ? UUID.randomUUID().toString() : id);
        request.put("request.method", exchange.getRequestMethod());
        request.put("request.url", exchange.getRequestURI().toString());
        request.put(
                "request.remoteAddr", exchange.getRemoteAddress().getAddress().getHostAddress());
        putIfSent(request, "request.userAgent", header(exchange, "User-Agent"));
        putIfSent(request, "request.authorization", header(exchange, "Authorization"));
        return request;
    }

    private static void putIfSent(Map<String, String> request, String key, String value) {
        if (value != null) {
            request.put(key, value);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }
}
