package io.preflightguard.hudi.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hudi.common.config.HoodieMetadataConfig;
import org.apache.hudi.common.engine.HoodieLocalEngineContext;
import org.apache.hudi.common.model.FileSlice;
import org.apache.hudi.common.table.HoodieTableMetaClient;
import org.apache.hudi.common.table.timeline.HoodieTimeline;
import org.apache.hudi.common.table.view.FileSystemViewManager;
import org.apache.hudi.common.table.view.HoodieTableFileSystemView;
import org.apache.hudi.hadoop.fs.HadoopFSUtils;
import org.jspecify.annotations.Nullable;

/** A table's partition paths and their latest slices, listed as far as they are asked for. Not thread-safe. */
final class BaseFileListing {

    /** A listing is a round trip to the store. */
    private static final int MOST_LISTINGS = 64;

    private static final String PARTITION_FILE = ".hoodie_partition_metadata";

    private final Path base;
    private final FileSystem system;
    private final HoodieTableFileSystemView view;
    private final @Nullable String newest;

    private BaseFileListing(Path base, FileSystem system, HoodieTableFileSystemView view, @Nullable String newest) {
        this.base = base;
        this.system = system;
        this.view = view;
        this.newest = newest;
    }

    static BaseFileListing of(String path, Configuration hadoop) throws IOException {
        HoodieTableMetaClient client = HoodieTableMetaClient.builder()
                .setConf(HadoopFSUtils.getStorageConf(hadoop))
                .setBasePath(path)
                .build();
        HoodieTimeline completed = client.getCommitsTimeline().filterCompletedInstants();
        HoodieTableFileSystemView view = FileSystemViewManager.createInMemoryFileSystemViewWithTimeline(
                new HoodieLocalEngineContext(HadoopFSUtils.getStorageConf(hadoop)),
                client,
                HoodieMetadataConfig.newBuilder().enable(false).build(),
                completed);
        Path base = new Path(path);
        String newest = completed.lastInstant().isPresent()
                ? HudiShim.instant(completed.lastInstant().get()).time()
                : null;
        return new BaseFileListing(base, base.getFileSystem(hadoop), view, newest);
    }

    /** The latest slice of each file group of a partition path, by file id; none if there is no such path. */
    List<Slice> latest(String partition) {
        if (newest == null) {
            return List.of();
        }
        return view.getLatestMergedFileSlicesBeforeOrOn(partition, newest)
                .sorted(Comparator.comparing(FileSlice::getFileId))
                .map(slice -> new Slice(
                        slice.getBaseFile().isPresent()
                                ? slice.getBaseFile().get().getPath()
                                : null,
                        slice.getLogFiles().findAny().isPresent()))
                .toList();
    }

    /**
     * What a file group holds.
     *
     * @param base its base file, or null if it has none
     * @param hasLogs whether log files change what the base file says
     */
    record Slice(@Nullable String base, boolean hasLogs) {}

    /** Partition paths, the last first. */
    List<String> partitions() throws IOException {
        List<String> found = new ArrayList<>();
        Deque<Path> folders = new ArrayDeque<>(List.of(base));
        for (int listings = 0; !folders.isEmpty(); listings++) {
            if (listings >= MOST_LISTINGS) {
                break;
            }
            Path folder = folders.pop();
            FileStatus[] children = children(folder);
            if (Arrays.stream(children)
                    .anyMatch(child -> child.getPath().getName().startsWith(PARTITION_FILE))) {
                found.add(below(folder));
            } else {
                Arrays.stream(children)
                        .filter(child -> child.isDirectory()
                                && !child.getPath().getName().startsWith("."))
                        .map(FileStatus::getPath)
                        .sorted()
                        .forEach(folders::push);
            }
        }
        return found;
    }

    private FileStatus[] children(Path folder) throws IOException {
        try {
            return system.listStatus(folder);
        } catch (FileNotFoundException gone) { // a cleaner or another writer was faster
            return new FileStatus[0];
        }
    }

    private String below(Path folder) {
        String whole = folder.toUri().getPath();
        String top = system.makeQualified(base).toUri().getPath();
        return whole.length() <= top.length() ? "" : whole.substring(top.length() + 1);
    }
}
