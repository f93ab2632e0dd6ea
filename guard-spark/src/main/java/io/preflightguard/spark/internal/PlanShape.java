package io.preflightguard.spark.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.execution.exchange.ReusedExchangeExec;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeExec;
import org.jspecify.annotations.Nullable;

/**
 * What a physical plan does, as far as shuffles go: its shape, never its size.
 *
 * @param exchanges its shuffles, each that Spark would run once only once
 * @param joins its joins by Spark's name, such as {@code SortMergeJoin}
 * @param aggregates its aggregates by Spark's name; partial and final ones count as two
 * @param broadcasts how many sides are broadcast
 * @param cachedInputs how many inputs are or will be cached
 * @param unseen a part of the plan whose shuffles cannot be told, or null
 */
public record PlanShape(
        List<PlannedExchange> exchanges,
        List<String> joins,
        List<String> aggregates,
        int broadcasts,
        int cachedInputs,
        @Nullable String unseen) {

    public PlanShape {
        exchanges = List.copyOf(exchanges);
        joins = List.copyOf(joins);
        aggregates = List.copyOf(aggregates);
    }

    /** The shape of {@code frame}'s plan. Plans; starts no job. */
    public static PlanShape of(Dataset<Row> frame) {
        Walk walk = new Walk();
        walk.visit(QueryExecutions.of(frame).executedPlan(), false);
        return new PlanShape(
                walk.exchanges, walk.joins, walk.aggregates, walk.broadcasts, walk.cachedInputs, walk.unseen);
    }

    private static final class Walk {

        private final List<PlannedExchange> exchanges = new ArrayList<>();
        private final List<String> joins = new ArrayList<>();
        private final List<String> aggregates = new ArrayList<>();
        private int broadcasts;
        private int cachedInputs;
        private @Nullable String unseen;

        /** @param isBare whether the plan is adaptive execution's first: without what turns columns into rows */
        void visit(TreeNode<?> plan, boolean isBare) {
            if (plan instanceof AdaptiveSparkPlanExec adaptive) {
                visit(adaptive.initialPlan(), true);
                return;
            }
            String kind = plan.getClass().getSimpleName();
            if (plan instanceof ShuffleExchangeExec exchange) {
                PlannedExchange found = new PlannedExchange(
                        exchange, isBare, obstacle(exchange.child()).orElse(null));
                if (exchanges.stream().noneMatch(found::isSameAs)) {
                    exchanges.add(found);
                }
            } else if (InputPlan.isShuffle(plan)) {
                unseen = "the plan shuffles by " + plan.nodeName();
            } else if (kind.endsWith("JoinExec") || kind.equals("CartesianProductExec")) {
                joins.add(plan.nodeName());
            } else if (kind.endsWith("AggregateExec")) {
                aggregates.add(plan.nodeName());
            } else if (kind.equals("BroadcastExchangeExec")) {
                broadcasts++;
            }
            if (hasSubquery((QueryPlan<?>) plan)) {
                unseen = "the plan has a subquery, whose own shuffles are not looked at";
            }
            if (plan instanceof InMemoryTableScanExec cached) {
                cachedInputs++;
                if (!isFilled(cached)) {
                    visit(cached.relation().cachedPlan(), false);
                }
            }
            PlanNodes.children(plan).forEach(child -> visit(child, isBare));
        }

        private static Optional<String> obstacle(TreeNode<?> node) {
            TreeNode<?> plan = node instanceof AdaptiveSparkPlanExec adaptive ? adaptive.initialPlan() : node;
            if (InputPlan.isShuffle(plan) || InputPlan.readsShuffledRdd(plan)) {
                return Optional.of("its rows come out of another shuffle (" + plan.nodeName() + ")");
            }
            if (!(plan instanceof SparkPlan physical) || hasSubquery(physical)) {
                return Optional.of("its rows need a subquery first");
            }
            if (plan instanceof ReusedExchangeExec reused) {
                return obstacle(reused.child());
            }
            if (plan instanceof InMemoryTableScanExec cached && !isFilled(cached)) {
                return obstacle(cached.relation().cachedPlan());
            }
            return PlanNodes.children(plan).stream()
                    .map(Walk::obstacle)
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private static boolean isFilled(InMemoryTableScanExec cached) {
            return cached.relation().cacheBuilder().isCachedColumnBuffersLoaded();
        }

        private static boolean hasSubquery(QueryPlan<?> plan) {
            return !PlanNodes.subqueries(plan).isEmpty();
        }
    }
}
