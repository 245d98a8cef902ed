package com.example.books;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts the request into the MDC while it is handled. Every event that is logged meanwhile has it as its {@code request}, without
 * secrets. An exception that nobody caught is logged here, where the request is still known.
 *
 * <p>The remote address is the one that the server names. Behind a proxy that is the proxy's, unless
 * {@code server.forward-headers-strategy} tells which headers to believe; this filter reads none of them by itself.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10) // behind Spring's ForwardedHeaderFilter, before all that logs
class RequestLogFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLogFilter.class);
    private static final String ATTRIBUTE = RequestLogFilter.class.getName();
    private static final int MAX_CHARS = 256;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Map<String, String> described = describedOnce(request);
        described.forEach(MDC::put);
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException | Error e) {
            LOG.error("request failed", e instanceof ServletException && e.getCause() != null ? e.getCause() : e);
            throw e;
        } finally {
            // the thread belongs to a pool, and the next request must not find it there
            described.keySet().forEach(MDC::remove);
        }
    }

    /** A request may come by again on another thread, with its answer or for an error page. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** The error page has a URL of its own, which is of no interest. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> describedOnce(HttpServletRequest request) {
        Map<String, String> described = (Map<String, String>) request.getAttribute(ATTRIBUTE);
        if (described == null) {
            described = describe(request);
            request.setAttribute(ATTRIBUTE, described);
        }
        return described;
    }

    private static Map<String, String> describe(HttpServletRequest request) {
        Map<String, String> described = new HashMap<>();
        String id = request.getHeader("X-Request-Id");
        described.put("request.id", id == null ? UUID.randomUUID().toString() : cut(id));
        described.put("request.method", cut(request.getMethod()));
        described.put("request.url", CleanUrl.of(request.getRequestURI(), request.getQueryString()));
        described.put("request.remoteAddr", cut(request.getRemoteAddr()));
        String userAgent = request.getHeader("User-Agent");
        if (userAgent != null) {
            described.put("request.userAgent", cut(userAgent));
        }
        return described;
    }

    private static String cut(String text) {
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    }
}
