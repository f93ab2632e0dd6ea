package io.preflightguard.hudi.table;

import io.preflightguard.hudi.table.PendingService.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells table services from writes among what a timeline has not finished. */
final class PendingServices {

    private PendingServices() {}

    static List<PendingService> of(HudiTimeline timeline) throws IOException {
        List<PendingService> services = new ArrayList<>();
        for (TimelineInstant instant : timeline.instants()) {
            PendingService service = instant.isCompleted() ? null : service(timeline, instant);
            if (service != null) {
                services.add(service);
            }
        }
        return List.copyOf(services);
    }

    /** The file groups that some service will rewrite. */
    static Set<FileGroup> fileGroups(List<PendingService> services) {
        return services.stream()
                .flatMap(service -> service.fileGroups().stream())
                .collect(Collectors.toSet());
    }

    private static @Nullable PendingService service(HudiTimeline timeline, TimelineInstant instant) throws IOException {
        return switch (instant.action()) {
            case "commit", "deltacommit" -> null;
            case "compaction" -> compaction(Kind.COMPACTION, timeline, instant);
            case "logcompaction" -> compaction(Kind.LOG_COMPACTION, timeline, instant);
            // Hudi 0.15 has one action for a clustering and for a write that replaces; the plan tells.
            case "clustering", "replacecommit" -> clustering(timeline, instant);
            case "clean" -> new PendingService(Kind.CLEANING, instant, Set.of());
            case "rollback" -> new PendingService(Kind.ROLLBACK, instant, Set.of());
            case "indexing" -> new PendingService(Kind.INDEXING, instant, Set.of());
            case "restore" -> new PendingService(Kind.RESTORE, instant, Set.of());
            default -> new PendingService(Kind.OTHER, instant, Set.of());
        };
    }

    private static @Nullable PendingService compaction(Kind kind, HudiTimeline timeline, TimelineInstant instant)
            throws IOException {
        Map<String, @Nullable Object> plan = timeline.plan(instant);
        return plan == null ? null : new PendingService(kind, instant, CommitReader.compactionPlan(plan));
    }

    private static @Nullable PendingService clustering(HudiTimeline timeline, TimelineInstant instant)
            throws IOException {
        Map<String, @Nullable Object> plan = timeline.plan(instant);
        Set<FileGroup> groups = plan == null ? null : CommitReader.clusteringPlan(plan);
        return groups == null ? null : new PendingService(Kind.CLUSTERING, instant, groups);
    }
}
