package io.preflightguard.hudi.options;

import io.preflightguard.CheckResult;
import io.preflightguard.Described;
import io.preflightguard.Finding;
import io.preflightguard.Limit;
import io.preflightguard.Outcome;
import io.preflightguard.Remedy;
import io.preflightguard.RuleCatalog;
import java.util.List;
import java.util.Locale;

/**
 * Judges options for several writers that are half set. Whether there are several writers cannot be known from one of
 * them; that it expects others, it says by setting one of these options. Pure.
 */
final class ConcurrencyRules {

    static final String CHECK = "options: several writers";

    private static final String MODE = "hoodie.write.concurrency.mode";
    private static final String PROVIDER = "hoodie.write.lock.provider";
    private static final String SINGLE = "single_writer";
    private static final String OPTIMISTIC = "optimistic_concurrency_control";

    private ConcurrencyRules() {}

    static CheckResult judge(WriteEvidence evidence) {
        String provider = evidence.option(PROVIDER);
        String stated = evidence.option(MODE).toLowerCase(Locale.ROOT);
        boolean single = stated.isEmpty() || stated.equals(SINGLE);
        if (single && provider.isEmpty()) {
            return Checks.notApplicable(CHECK, "the options expect no other writer");
        }
        boolean inProcess = provider.endsWith("InProcessLockProvider");
        List<Finding> findings = List.of();
        if (single && !inProcess) {
            findings = List.of(lockWithoutMode(provider));
        } else if (!single && provider.isEmpty() && !hasDefaultLock(evidence)) {
            findings = List.of(modeWithoutLock(stated));
        } else if (!single && inProcess) {
            findings = List.of(lockOfOneProcess(provider));
        }
        return new CheckResult(CHECK, Outcome.of("the concurrency mode and the lock provider", findings));
    }

    /** Before 1.0 the provider is Zookeeper's where none is named, so naming the server is enough. */
    private static boolean hasDefaultLock(WriteEvidence evidence) {
        return evidence.hudi().isBeforeOne()
                && !evidence.option("hoodie.write.lock.zookeeper.url").isEmpty();
    }

    private static Finding lockWithoutMode(String provider) {
        return new Finding(
                RuleCatalog.LOCK_WITHOUT_CONCURRENCY_MODE,
                RuleCatalog.LOCK_WITHOUT_CONCURRENCY_MODE.severity(),
                MODE,
                "a lock provider is set, but the mode is that of a single writer: this write rolls back what another"
                        + " writer has under way",
                new Described(SINGLE),
                new Limit(new Described(OPTIMISTIC), PROVIDER + "=" + shortName(provider)),
                "Set " + MODE + "=" + OPTIMISTIC + ", in every writer; or take the lock provider out if there is only"
                        + " one.",
                List.of(new Remedy.SetWriteOption(MODE, OPTIMISTIC)));
    }

    private static Finding modeWithoutLock(String mode) {
        return Finding.of(
                RuleCatalog.CONCURRENCY_MODE_WITHOUT_LOCK,
                PROVIDER,
                "the mode " + mode + " needs a lock that all writers share, and no provider is set",
                new Described("not set"),
                new Limit(new Described("a lock provider"), MODE),
                "Set " + PROVIDER + " to one that every writer reaches, such as Hudi's DynamoDBBasedLockProvider or"
                        + " ZookeeperBasedLockProvider.");
    }

    private static Finding lockOfOneProcess(String provider) {
        return Finding.of(
                RuleCatalog.LOCK_OF_ONE_PROCESS,
                PROVIDER,
                "this lock holds inside one JVM only: another job does not see it, and both commit at once",
                new Described(shortName(provider)),
                new Limit(new Described("a lock that all writers share"), MODE),
                "Set " + PROVIDER + " to one that every writer reaches, such as Hudi's DynamoDBBasedLockProvider or"
                        + " ZookeeperBasedLockProvider.");
    }

    private static String shortName(String provider) {
        return provider.substring(provider.lastIndexOf('.') + 1);
    }
}
