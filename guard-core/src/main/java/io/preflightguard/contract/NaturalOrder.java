package io.preflightguard.contract;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders names as people count: {@code v2} before {@code v10}. A total order, consistent with equals. */
enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    @Override
    public int compare(String left, String right) {
        Matcher mine = PART.matcher(left);
        Matcher other = PART.matcher(right);
        while (mine.find()) {
            if (!other.find()) {
                return 1;
            }
            int order = part(mine.group(), other.group());
            if (order != 0) {
                return order;
            }
        }
        // Equal as numbers, such as v1 and v01: by their letters, so that the order never depends on the directory's
        return other.find() ? -1 : left.compareTo(right);
    }

    private static int part(String left, String right) {
        return isNumber(left) && isNumber(right)
                ? new BigInteger(left).compareTo(new BigInteger(right))
                : left.compareTo(right);
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}
