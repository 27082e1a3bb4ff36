extension ProfileSummary {
    mutating func add(_ record: SourceRecord, held: Set<Identifier>) {}
}
