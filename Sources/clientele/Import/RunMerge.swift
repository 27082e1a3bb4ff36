/// Walks through several sorted runs as if they were one.
struct RunMerge {
    private let runs: [SortedRun]

    /// Each at its first entry.
    init(_ runs: [SortedRun]) {
        self.runs = runs
    }

    func next() throws(ImportFailure) -> RowGroups.Entry? {
        var least: (run: SortedRun, entry: RowGroups.Entry)?
        for run in runs {
            guard let entry = run.head else { continue }
            if let found = least, !RowGroups.Entry.precedes(entry, found.entry) { continue }
            least = (run, entry)
        }
        try least?.run.advance()
        return least?.entry
    }
}
