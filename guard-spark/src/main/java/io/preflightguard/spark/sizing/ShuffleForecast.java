package io.preflightguard.spark.sizing;

import io.preflightguard.Estimate;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Optional;

/**
 * What the shuffles of a job will write, and what is not known of them.
 *
 * @param exchanges the shuffles that could be measured
 * @param notPossible why others could not, one line for each
 * @param joins the plan's joins by Spark's name
 * @param aggregates the plan's aggregates by Spark's name
 * @param broadcasts sides that are broadcast
 * @param cachedInputs inputs that are or will be cached
 */
public record ShuffleForecast(
        List<ExchangeForecast> exchanges,
        List<String> notPossible,
        List<String> joins,
        List<String> aggregates,
        int broadcasts,
        int cachedInputs) {

    public ShuffleForecast {
        exchanges = List.copyOf(exchanges);
        notPossible = List.copyOf(notPossible);
        joins = List.copyOf(joins);
        aggregates = List.copyOf(aggregates);
    }

    /** Bytes that all shuffles write to local disk with the codec in effect; empty if any of them is not known. */
    public Optional<Estimate> written() {
        return notPossible.isEmpty()
                ? exchanges.stream()
                        .map(ExchangeForecast::written)
                        .reduce(ShuffleForecast::sum)
                        .or(() -> Optional.of(Estimate.exact(0, Unit.BYTES)))
                : Optional.empty();
    }

    private static Estimate sum(Estimate left, Estimate right) {
        return new Estimate(
                left.value() + right.value(),
                left.low() + right.low(),
                left.high() + right.high(),
                Math.min(left.confidence(), right.confidence()),
                Unit.BYTES);
    }
}
