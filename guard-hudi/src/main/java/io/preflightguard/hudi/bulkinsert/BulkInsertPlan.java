package io.preflightguard.hudi.bulkinsert;

import io.preflightguard.layout.FilePlan;
import java.util.Objects;

/**
 * What a skew-aware bulk_insert does. Immutable.
 *
 * @param files its files and tasks, as they are if rows are shuffled
 * @param shuffles whether rows are shuffled; not if the input already lies about as planned
 * @param evidence what the plan rests on, for a person
 */
public record BulkInsertPlan(FilePlan files, boolean shuffles, String evidence) {

    public BulkInsertPlan {
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** The plan for a person to read, a few lines; names no path and no key. */
    public String describe() {
        return files.describe() + "\n" + evidence
                + (shuffles ? "" : "\nthe input already lies about so: rows are not shuffled");
    }
}
