import ProfileWire

/// Where records go.
protocol RecordTarget {
    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure)
    /// Returns when everything taken has been acknowledged.
    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure)
}
