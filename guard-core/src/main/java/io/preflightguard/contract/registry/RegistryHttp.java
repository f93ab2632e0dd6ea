package io.preflightguard.contract.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A registry over HTTP, for one load: repeats what is worth it, goes on to the next URL, and ends with its deadline,
 * which begins with its making. Not thread-safe.
 */
final class RegistryHttp implements Registry, Closeable {

    private final RegistryConfig config;
    private final Deadline deadline;
    private final HttpExchange exchange;

    /** The URL that answered last, which is asked first: one that is down costs its time once. */
    private int preferred;

    /** @throws IOException if a trust store or key store cannot be opened */
    RegistryHttp(RegistryConfig config) throws IOException {
        this.config = config;
        this.deadline = Deadline.in(config.deadline());
        this.exchange = new HttpExchange(config, config.tls().open());
    }

    @Override
    public Answer get(Resource resource) throws IOException {
        if (deadline.isOver()) {
            throw new IOException("registry "
                    + config.endpoints().get(preferred).base() + ": the "
                    + config.deadline().toMillis() + " ms of request.deadline.ms were over before " + resource.path()
                    + " was read; raise request.deadline.ms");
        }
        int urls = config.endpoints().size();
        List<UnavailableException> failures = new ArrayList<>();
        for (int i = 0; i < urls; i++) {
            int url = (preferred + i) % urls;
            try {
                // An equal part of what is left, or a URL that hangs would leave nothing to the next one.
                Answer answer = get(config.endpoints().get(url), resource, deadline.part(urls - i));
                preferred = url;
                return answer;
            } catch (UnavailableException failure) {
                failures.add(failure);
            }
        }
        throw unavailable(failures);
    }

    private Answer get(Endpoint endpoint, Resource resource, Deadline part) throws IOException {
        for (int repetition = 0; ; repetition++) {
            UnavailableException failure;
            try {
                return exchange.get(endpoint, resource, part);
            } catch (UnavailableException unavailable) {
                failure = unavailable;
            }
            Duration wait = failure.retryAfter().orElse(config.backoff().before(repetition, resource));
            if (!failure.isWorthRepeating() || repetition >= config.backoff().maxRetries() || !part.fits(wait)) {
                throw repeated(failure, repetition, part.fits(wait));
            }
            sleep(wait, endpoint);
        }
    }

    private static UnavailableException repeated(UnavailableException failure, int repetitions, boolean waitFits) {
        String wait = failure.retryAfter()
                .filter(asked -> !waitFits)
                .map(asked -> ", asking to wait " + asked.toSeconds() + " s, which the deadline does not allow")
                .orElse("");
        String times = repetitions == 0 ? "" : ", " + (repetitions + 1) + " times";
        return new UnavailableException(
                failure.getMessage() + times + wait, failure.wayOut(), false, null, failure.getCause());
    }

    private static IOException unavailable(List<UnavailableException> failures) {
        UnavailableException last = failures.get(failures.size() - 1);
        String messages = failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        IOException all = new IOException(messages + "; " + last.wayOut(), last.getCause());
        failures.subList(0, failures.size() - 1).forEach(all::addSuppressed);
        return all;
    }

    private static void sleep(Duration wait, Endpoint endpoint) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException interrupted) {
            throw HttpExchange.interrupted(endpoint, interrupted);
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        exchange.close();
    }
}
