package io.preflightguard.spark.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.trees.TreeNode;

/**
 * Walks Spark's plans. {@code TreeNode.children} returns Scala's {@code Seq}, which is another class in Scala 2.13, so
 * it is called by name.
 */
final class PlanNodes {

    private PlanNodes() {}

    /** Whether {@code matches} holds for every node of the tree. */
    static boolean all(TreeNode<?> root, Predicate<TreeNode<?>> matches) {
        return matches.test(root) && children(root).stream().allMatch(child -> all(child, matches));
    }

    /** The children of a node, in order. */
    static List<TreeNode<?>> children(TreeNode<?> node) {
        try {
            Object children = TreeNode.class.getMethod("children").invoke(node);
            List<TreeNode<?>> list = new ArrayList<>();
            scala.collection.Iterator<?> iterator = ((scala.collection.Iterable<?>) children).iterator();
            while (iterator.hasNext()) {
                list.add((TreeNode<?>) iterator.next());
            }
            return list;
        } catch (ReflectiveOperationException unknownSpark) {
            throw new LinkageError("This Spark has no TreeNode.children", unknownSpark);
        }
    }
}
