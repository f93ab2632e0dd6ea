package io.preflightguard.hudi.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hudi.common.table.HoodieTableMetaClient;
import org.jspecify.annotations.Nullable;

/** Reads a table through Hudi, each part once. */
final class HudiContents implements TableContents {

    /** Hudi archives from 30 commits on by default; a table that keeps many more is not read to its end. */
    private static final int MOST_COMMITS = 100;

    private final String table;
    private final Configuration hadoop;
    private final HoodieTableMetaClient client;
    private final Map<String, String> properties;
    private final ListingLimits limits;
    private @Nullable HudiTimeline timeline;
    private @Nullable List<PendingService> services;
    private final Map<TimelineInstant, CommitState> commits = new HashMap<>();
    private @Nullable TableFiles files;
    private @Nullable TableTooLargeException tooLarge;

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
            List<CommitState> read = new ArrayList<>();
            for (TimelineInstant instant : current().completedWrites()) {
                if (read.size() >= most) {
                    break;
                }
                commit(current(), instant).ifPresent(read::add);
            }
            return List.copyOf(read);
        });
    }

    @Override
    public synchronized TableFiles files() throws IOException {
        if (tooLarge != null) {
            throw tooLarge; // it would be after another hundred pages of listing
        }
        if (files == null) {
            try {
                files = Failures.named(table, () -> SecondLook.at(this::read, this::readAnew));
            } catch (TableTooLargeException large) {
                tooLarge = large;
                throw large;
            }
        }
        return files;
    }

    private HudiTimeline current() {
        if (timeline == null) {
            timeline = new HudiTimeline(table, hadoop, client.getActiveTimeline(), properties);
        }
        return timeline;
    }

    private HudiTimeline reloaded() {
        return new HudiTimeline(table, hadoop, client.reloadActiveTimeline(), properties);
    }

    private List<PendingService> services() throws IOException {
        if (services == null) {
            services = PendingServices.of(current());
        }
        return services;
    }

    private Optional<CommitState> commit(HudiTimeline of, TimelineInstant instant) throws IOException {
        CommitState known = commits.get(instant);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<CommitState> read = of.commit(instant);
        read.ifPresent(commit -> commits.put(instant, commit));
        return read;
    }

    private TableFiles readAnew() throws IOException {
        timeline = reloaded();
        services = null;
        return read();
    }

    /** The timeline is older than the listing, so all that its commits wrote is listed unless it was cleaned since. */
    private TableFiles read() throws IOException {
        List<TimelineInstant> writes = current().completedWrites();
        if (writes.isEmpty()) {
            return new TableFiles(List.of(), List.of(), 0, 0);
        }
        Set<FileGroup> pending = PendingServices.fileGroups(services());
        FileListing listing = FileLister.list(table, hadoop, limits);
        CommitScan scan = scan(current(), listing);
        List<FileSliceState> slices =
                SliceReader.slices(client, current().visible(), writes.get(0).time(), listing, scan, pending);
        return new TableFiles(slices, proven(scan.missing(), listing), scan.commits(), writes.size());
    }

    /**
     * A cleaner removes only what a completed commit has superseded. So what is not there, and is named by a timeline that
     * is loaded after that was seen, is lost; however busy the table is.
     */
    private List<MissingFile> proven(List<MissingFile> missing, FileListing listing) throws IOException {
        if (missing.isEmpty()) {
            return missing;
        }
        Set<String> absent = Absence.of(table, hadoop, missing);
        return scan(reloaded(), listing).missing().stream()
                .filter(file -> absent.contains(file.path()))
                .toList();
    }

    private CommitScan scan(HudiTimeline of, FileListing listing) throws IOException {
        CommitScan scan = new CommitScan(listing, of.slicesLogsByCompletion());
        List<TimelineInstant> writes = of.completedWrites();
        for (TimelineInstant instant : writes.subList(0, Math.min(MOST_COMMITS, writes.size()))) {
            commit(of, instant).ifPresent(scan::add);
        }
        return scan;
    }
}
