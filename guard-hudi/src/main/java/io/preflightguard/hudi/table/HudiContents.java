package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hudi.common.table.HoodieTableMetaClient;
import org.jspecify.annotations.Nullable;

/** Reads a table through Hudi, each part once. */
final class HudiContents implements TableContents {

    /** Hudi archives from 30 commits on by default; a table that keeps many more is not read to its end. */
    private static final int MOST_COMMITS = 100;

    /** How often the table is read anew because it was written to while it was read. */
    private static final int MOST_READS = 3;

    private final String table;
    private final Configuration hadoop;
    private final HoodieTableMetaClient client;
    private final Map<String, String> properties;
    private final ListingLimits limits;
    private @Nullable HudiTimeline timeline;
    private @Nullable List<PendingService> services;
    private @Nullable TableFiles files;

    HudiContents(
            String table,
            Configuration hadoop,
            HoodieTableMetaClient client,
            Map<String, String> properties,
            ListingLimits limits) {
        this.table = table;
        this.hadoop = hadoop;
        this.client = client;
        this.properties = properties;
        this.limits = limits;
    }

    @Override
    public synchronized List<TimelineInstant> timeline() throws IOException {
        return Failures.named(table, () -> current().instants());
    }

    @Override
    public synchronized List<PendingService> pendingServices() throws IOException {
        return Failures.named(table, this::services);
    }

    @Override
    public synchronized List<CommitState> commits(int most) throws IOException {
        return Failures.named(table, () -> {
            List<CommitState> commits = new ArrayList<>();
            for (TimelineInstant instant : current().completedWrites()) {
                if (commits.size() >= most) {
                    break;
                }
                current().commit(instant).ifPresent(commits::add);
            }
            return List.copyOf(commits);
        });
    }

    @Override
    public synchronized TableFiles files() throws IOException {
        if (files == null) {
            files = Failures.named(table, this::read);
        }
        return files;
    }

    private HudiTimeline current() {
        if (timeline == null) {
            timeline = new HudiTimeline(table, hadoop, client.getActiveTimeline(), properties);
        }
        return timeline;
    }

    private List<PendingService> services() throws IOException {
        if (services == null) {
            services = PendingServices.of(current());
        }
        return services;
    }

    /** The timeline is older than the listing, so all that its commits wrote is listed unless it was cleaned since. */
    private TableFiles read() throws IOException {
        TableFiles read = readOnce();
        for (int reads = 1; reads < MOST_READS && !read.missing().isEmpty() && wasWrittenTo(); reads++) {
            read = readOnce();
        }
        return read;
    }

    private boolean wasWrittenTo() {
        List<TimelineInstant> before = current().instants();
        timeline = new HudiTimeline(table, hadoop, client.reloadActiveTimeline(), properties);
        services = null;
        return !current().instants().equals(before);
    }

    private TableFiles readOnce() throws IOException {
        List<PendingService> pending = services();
        List<TimelineInstant> writes = current().completedWrites();
        if (writes.isEmpty()) {
            return new TableFiles(List.of(), List.of(), 0, 0);
        }
        FileListing listing = FileLister.list(table, hadoop, limits);
        CommitScan scan = new CommitScan(listing);
        int read = 0;
        for (TimelineInstant instant : writes.subList(0, Math.min(MOST_COMMITS, writes.size()))) {
            Optional<CommitState> commit = current().commit(instant);
            commit.ifPresent(scan::add);
            read += commit.isPresent() ? 1 : 0;
        }
        List<FileSliceState> slices = SliceReader.slices(
                client, current().visible(), writes.get(0).time(), listing, scan, PendingServices.fileGroups(pending));
        return new TableFiles(slices, scan.missing(), read, writes.size());
    }
}
