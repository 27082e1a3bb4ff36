import ArgumentParser
import CMalloc
import Foundation

/// Files of records, and how they are read: the same for every command that takes them.
struct FileOptions: ParsableArguments {
    @Argument(help: "CSV, JSON or NDJSON files.")
    var files: [String]

    @Option(
        name: .shortAndLong,
        help: """
            A YAML file that says which column of CSV or member of JSON is which member of a record, or the name of \
            one that clientele mappings lists.
            """)
    var mapping: String?

    @Option(help: "The folder for temporary files. (default: TMPDIR, or /tmp)")
    var temp: String?

    var temporaryFolder: String {
        temp ?? ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    }

    func readMapping() throws(ImportFailure) -> MappingFile? {
        if let mapping { try MappingFile(path: mapping) } else { nil }
    }

    /// The allocator keeps eight arenas for each processor otherwise, each with what a batch once took, and comes to
    /// take large lists from them too, between which holes remain.
    func limitArenas() {
        mallopt(M_ARENA_MAX, Int32(max(2, ProcessInfo.processInfo.activeProcessorCount)))
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }
}
