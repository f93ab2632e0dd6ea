package io.preflightguard.statistics;

/** Quantiles of Student's t distribution. Pure. */
public final class StudentT {

    private StudentT() {}

    /**
     * The two-sided critical value: {@code |T| <= result} with probability {@code 1 - alpha}.
     *
     * <p>Hill, "Algorithm 396: Student's t-quantiles", CACM 13 (1970); its relative error is below 1e-4 over the range
     * used here, checked in the tests against commons-math3.
     *
     * @param alpha the probability left outside, in (0, 1)
     * @param degrees degrees of freedom, at least 1
     */
    public static double critical(double alpha, int degrees) {
        if (!(alpha > 0 && alpha < 1) || degrees < 1) {
            throw new IllegalArgumentException("No t quantile for alpha " + alpha + " and " + degrees + " degrees");
        }
        if (degrees == 1) {
            double angle = alpha * Math.PI / 2;
            return Math.cos(angle) / Math.sin(angle);
        }
        if (degrees == 2) {
            return Math.sqrt(2 / (alpha * (2 - alpha)) - 2);
        }
        double n = degrees;
        double a = 1 / (n - 0.5);
        double b = 48 / (a * a);
        double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
        double d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt(a * Math.PI / 2) * n;
        double x = d * alpha;
        double y = Math.pow(x, 2 / n);
        if (y > 0.05 + a) {
            x = normalQuantile(alpha / 2);
            y = x * x;
            if (degrees < 5) {
                c += 0.3 * (n - 4.5) * (x + 0.6);
            }
            c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
            y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
            y = Math.expm1(a * y * y);
        } else {
            y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1)
                            * (n + 1)
                            / (n + 2)
                    + 1 / y;
        }
        return Math.sqrt(n * y);
    }

    /**
     * The standard normal quantile for a lower tail below one half (so it is negative). Beasley and Springer's rational
     * approximation as revised by Moro (1995); absolute error below 3e-9.
     */
    private static double normalQuantile(double lowerTail) {
        double y = lowerTail - 0.5;
        if (Math.abs(y) < 0.42) {
            double r = y * y;
            return y
                    * (((-25.44106049637 * r + 41.39119773534) * r - 18.61500062529) * r + 2.50662823884)
                    / ((((3.13082909833 * r - 21.06224101826) * r + 23.08336743743) * r - 8.47351093090) * r + 1);
        }
        double r = Math.log(-Math.log(lowerTail));
        double[] c = {
            0.3374754822726147,
            0.9761690190917186,
            0.1607979714918209,
            0.0276438810333863,
            0.0038405729373609,
            0.0003951896511919,
            0.0000321767881768,
            0.0000002888167364,
            0.0000003960315187
        };
        double x = 0;
        for (int i = c.length - 1; i >= 0; i--) {
            x = x * r + c[i];
        }
        return -x;
    }
}
