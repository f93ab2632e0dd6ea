package io.preflightguard.hudi.table;

import java.util.Set;
import java.util.TreeSet;

/**
 * Columns whose form in the table's base files Hudi misreads when it rewrites the files. Immutable.
 *
 * @param lists lists of nullable elements that Spark wrote in Parquet's legacy form
 * @param decimals decimals that Spark wrote as plain integers
 * @param files base files whose footers were read
 */
public record StoredForms(Set<String> lists, Set<String> decimals, int files) {

    public StoredForms {
        lists = new TreeSet<>(lists);
        decimals = new TreeSet<>(decimals);
    }
}
