package io.preflightguard.spark.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;

/**
 * Walks Spark's plans. What a node lists, such as {@code TreeNode.children}, comes as Scala's {@code Seq}, which is another
 * class in Scala 2.13, so it is called by name.
 */
final class PlanNodes {

    private PlanNodes() {}

    /** Whether {@code matches} holds for every node of the tree. */
    static boolean all(TreeNode<?> root, Predicate<TreeNode<?>> matches) {
        return matches.test(root) && children(root).stream().allMatch(child -> all(child, matches));
    }

    /** As {@link #all}, also for the expressions of each node and for the plans of its subqueries. */
    static boolean allWithin(QueryPlan<?> root, Predicate<TreeNode<?>> matches) {
        return all(
                root,
                node -> matches.test(node)
                        && listed(QueryPlan.class, "expressions", node).stream()
                                .allMatch(expression -> all(expression, matches))
                        && listed(QueryPlan.class, "subqueries", node).stream()
                                .allMatch(subquery -> allWithin((QueryPlan<?>) subquery, matches)));
    }

    /** The children of a node, in order. */
    static List<TreeNode<?>> children(TreeNode<?> node) {
        return listed(TreeNode.class, "children", node);
    }

    /** The plans of the subqueries in a node's own expressions. */
    static List<TreeNode<?>> subqueries(QueryPlan<?> node) {
        return listed(QueryPlan.class, "subqueries", node);
    }

    private static List<TreeNode<?>> listed(Class<?> type, String member, TreeNode<?> node) {
        try {
            Object listed = type.getMethod(member).invoke(node);
            List<TreeNode<?>> list = new ArrayList<>();
            scala.collection.Iterator<?> iterator = ((scala.collection.Iterable<?>) listed).iterator();
            while (iterator.hasNext()) {
                list.add((TreeNode<?>) iterator.next());
            }
            return list;
        } catch (ReflectiveOperationException unknownSpark) {
            throw new LinkageError("This Spark has no " + type.getSimpleName() + "." + member, unknownSpark);
        }
    }
}
