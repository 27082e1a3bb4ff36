import ProfileStore

extension TransferFailure {
    /// For whoever started the copy.
    var sentence: String {
        switch self {
        case .source(let error): Self.sentence("source", error)
        case .target(let error): Self.sentence("target", error)
        case .sameStore: "source and target are the same store"
        case .occupied(let table):
            """
            the target is not empty (there are rows in \(table)): a copy needs a new database, on which no server was \
            started before
            """
        case .otherOrigin(let origin):
            """
            the target is an unfinished copy of \(origin), which is another store: finish that copy, or take a new \
            database
            """
        case .differs(let rows, let table):
            """
            \(rows) rows of the target are not like the source's, the first of them in \(table): something else wrote \
            to it. The target stays closed; run the same copy again
            """
        case .sourceChanged:
            """
            the source was written to while it was copied. What it held at the beginning is in the target, which stays \
            closed: stop what writes to the source and run the same copy again, which takes over what is new; or run \
            it with --snapshot, to have the store as it is then
            """
        case .stopped: "stopped; what was copied is stored, and running the same copy again goes on there"
        }
    }

    private static func sentence(_ side: String, _ error: StoreError) -> String {
        switch error {
        case .unavailable: "the \(side) cannot be reached any more; running the same copy again goes on there"
        case .cannotWrite:
            "the disk of the \(side) is full or may not be written to; make room and run the same copy again"
        case .diskFailed(let detail):
            "the disk of the \(side) does not keep what is written (\(detail)): see to it and run the same copy again"
        case .unreadable(let detail), .failed(let detail): "the \(side) cannot be copied: \(detail)"
        }
    }
}
