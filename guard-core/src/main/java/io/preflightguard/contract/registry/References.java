package io.preflightguard.contract.registry;

import io.preflightguard.contract.registry.RegisteredSchema.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects what a schema refers to, directly or not. Of one name at two versions the first counts, as it does in
 * Confluent's registry. For one schema.
 */
final class References {

    private static final int MAX = 1_000;
    private static final int SHOWN = 8;
    private static final Pattern CONTEXT = Pattern.compile("(:\\.[^:]*:).*", Pattern.DOTALL);

    private final VersionReader versions;
    private final Map<String, String> resolved = new LinkedHashMap<>();
    private final List<String> chain = new ArrayList<>();
    private final Set<String> inProgress = new HashSet<>();
    private int count;

    private References(VersionReader versions) {
        this.versions = versions;
    }

    /**
     * The texts of the schemas that {@code root} uses, each after those it uses itself.
     *
     * @throws IOException if one does not exist or cannot be read, if they go in a circle or are more than 1,000
     */
    static List<String> of(RegisteredSchema root, VersionReader versions) throws IOException {
        References references = new References(versions);
        references.chain.add(root.name());
        references.inProgress.add(root.name());
        references.visit(root);
        return List.copyOf(references.resolved.values());
    }

    private void visit(RegisteredSchema parent) throws IOException {
        for (Reference reference : parent.references()) {
            if (resolved.containsKey(reference.name())) {
                continue;
            }
            count++;
            if (count > MAX) {
                throw new IOException("more than " + MAX + " schemas are referred to by " + shownChain()
                        + "; register a schema with fewer references");
            }
            RegisteredSchema child = read(reference, inContextOf(parent.subject(), reference.subject()));
            chain.add(Names.shown(reference.name()) + " (" + Names.shown(child.name()) + ")");
            // By name too: one that is used while it is being defined can never be parsed.
            if (!inProgress.add(child.name()) || !inProgress.add("name " + reference.name())) {
                throw new IOException("references go in a circle: " + shownChain() + "; register a version of "
                        + Names.shown(child.subject()) + " without the reference that closes it");
            }
            visit(child);
            inProgress.remove(child.name());
            inProgress.remove("name " + reference.name());
            chain.remove(chain.size() - 1);
            resolved.put(reference.name(), child.schema());
        }
    }

    private RegisteredSchema read(Reference reference, String subject) throws IOException {
        try {
            return versions.referred(subject, reference.version());
        } catch (NotFoundException missing) {
            String version = reference.version() == -1 ? "the latest version" : "version " + reference.version();
            throw new IOException(
                    "reference " + Names.shown(reference.name()) + " of " + shownChain() + " leads to " + version
                            + " of subject " + Names.shown(subject) + ", which does not exist (" + missing.getMessage()
                            + ")",
                    missing);
        }
    }

    /** A subject without a context of its own lives in that of the subject that refers to it. */
    static String inContextOf(String parent, String subject) {
        Matcher context = CONTEXT.matcher(parent);
        return context.matches() && !CONTEXT.matcher(subject).matches() ? context.group(1) + subject : subject;
    }

    private String shownChain() {
        if (chain.size() <= SHOWN) {
            return String.join(" -> ", chain);
        }
        int half = SHOWN / 2;
        return String.join(" -> ", chain.subList(0, half)) + " -> ... " + (chain.size() - SHOWN) + " more ... -> "
                + String.join(" -> ", chain.subList(chain.size() - half, chain.size()));
    }
}
