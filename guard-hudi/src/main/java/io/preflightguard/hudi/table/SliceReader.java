package io.preflightguard.hudi.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hudi.common.model.FileSlice;
import org.apache.hudi.common.model.HoodieBaseFile;
import org.apache.hudi.common.model.HoodieLogFile;
import org.apache.hudi.common.table.HoodieTableMetaClient;
import org.apache.hudi.common.table.timeline.HoodieTimeline;
import org.apache.hudi.common.table.view.HoodieTableFileSystemView;
import org.apache.hudi.hadoop.fs.HadoopFSUtils;
import org.apache.hudi.storage.StoragePathInfo;

/** Lets Hudi's own file system view tell which of the listed files make up the latest slices. */
final class SliceReader {

    private static final Comparator<FileSliceState> ORDER =
            Comparator.comparing(FileSliceState::partitionPath).thenComparing(FileSliceState::fileId);

    private SliceReader() {}

    /**
     * @param visible the timeline that says which files count
     * @param newest the newest completed write
     * @param pending the file groups with a planned service
     */
    static List<FileSliceState> slices(
            HoodieTableMetaClient client,
            HoodieTimeline visible,
            String newest,
            FileListing listing,
            CommitScan commits,
            Set<FileGroup> pending) {
        List<StoragePathInfo> infos = listing.byPath().values().stream()
                .map(HadoopFSUtils::convertToStoragePathInfo)
                .toList();
        HoodieTableFileSystemView view = new HoodieTableFileSystemView(client, visible, infos);
        try {
            List<FileSliceState> slices = new ArrayList<>();
            for (String partition : listing.partitionPaths()) {
                // Merged: behind a planned compaction the log files count for a slice that has no base file yet.
                view.getLatestMergedFileSlicesBeforeOrOn(partition, newest)
                        .map(slice -> state(slice, listing, commits, pending))
                        .forEach(slices::add);
            }
            slices.sort(ORDER);
            return slices;
        } finally {
            view.close();
        }
    }

    private static FileSliceState state(
            FileSlice slice, FileListing listing, CommitScan commits, Set<FileGroup> pending) {
        String partition = slice.getPartitionPath();
        String base = "";
        long baseBytes = 0;
        if (slice.getBaseFile().isPresent()) {
            HoodieBaseFile file = slice.getBaseFile().get();
            base = partition.isEmpty() ? file.getFileName() : partition + "/" + file.getFileName();
            FileStatus listed = listing.byPath().get(base);
            baseBytes = listed == null ? 0 : listed.getLen();
        }
        List<HoodieLogFile> logs = slice.getLogFiles().toList();
        return new FileSliceState(
                partition,
                slice.getFileId(),
                slice.getBaseInstantTime(),
                baseBytes,
                base.isEmpty() ? null : commits.rows(base),
                logs.size(),
                logs.stream().mapToLong(HoodieLogFile::getFileSize).sum(),
                pending.contains(new FileGroup(partition, slice.getFileId())),
                base);
    }
}
