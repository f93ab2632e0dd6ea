package io.preflightguard.spark.metrics;

import io.preflightguard.Comparison;
import io.preflightguard.Estimate;
import io.preflightguard.Finding;
import io.preflightguard.Measurement;
import io.preflightguard.PredictionReview;
import io.preflightguard.PreflightReport;
import io.preflightguard.Rule;
import io.preflightguard.RuleCatalog;
import io.preflightguard.sizing.actuals.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the guard found in this process: findings of each rule since it started, and the predictions and facts of the write
 * that was measured last. {@link GuardMetricsPlugin} shows it; without that plugin it is a few numbers in memory.
 * Thread-safe.
 */
public final class GuardMetrics {

    private static final Map<String, LongAdder> FINDINGS = new ConcurrentHashMap<>();
    private static final Map<Quantity, Long> PREDICTED = new ConcurrentHashMap<>();
    private static final Map<Quantity, Long> FACTS = new ConcurrentHashMap<>();

    private GuardMetrics() {}

    /** Counts the findings of a preflight. */
    public static void checked(PreflightReport report) {
        count(report.findings());
    }

    /** Remembers what a write did, and counts the predictions that missed. */
    public static synchronized void measured(PredictionReview review) {
        count(review.findings());
        PREDICTED.clear();
        FACTS.clear();
        for (Quantity quantity : Quantity.values()) {
            Optional<Comparison> compared = review.comparisons().stream()
                    .filter(comparison -> comparison.name().equals(quantity.label()))
                    .findFirst();
            compared.ifPresent(comparison ->
                    PREDICTED.put(quantity, Math.round(comparison.predicted().value())));
            compared.map(comparison -> Math.round(comparison.fact()))
                    .or(() -> fact(review.facts(), quantity))
                    .ifPresent(fact -> FACTS.put(quantity, fact));
        }
    }

    static long findings(Rule rule) {
        LongAdder count = FINDINGS.get(rule.id());
        return count == null ? 0 : count.sum();
    }

    /** The point estimate, or -1 if none was made of the last write. */
    static long predicted(Quantity quantity) {
        return PREDICTED.getOrDefault(quantity, SafeGauge.UNKNOWN);
    }

    /** What was measured, or -1 if no write was. */
    static long fact(Quantity quantity) {
        return FACTS.getOrDefault(quantity, SafeGauge.UNKNOWN);
    }

    private static Optional<Long> fact(List<Measurement> facts, Quantity quantity) {
        return facts.stream()
                .filter(fact -> fact.name().equals(quantity.label()))
                .map(fact -> fact.value() instanceof Estimate estimate ? Math.round(estimate.value()) : 0L)
                .findFirst();
    }

    private static void count(List<Finding> findings) {
        findings.stream()
                .map(Finding::rule)
                .filter(rule -> RuleCatalog.find(rule.id()).isPresent())
                .forEach(rule -> FINDINGS.computeIfAbsent(rule.id(), unused -> new LongAdder())
                        .increment());
    }
}
