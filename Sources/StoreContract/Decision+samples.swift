import ProfileCore

extension Decision {
    /// Files the records under one profile, links all their identifiers and gives it the summary they make.
    mutating func file(_ records: [SourceRecord], under profile: ProfileID, version: Int = 1) {
        let identifiers = Set(records.flatMap(\.identifiers))
        for identifier in identifiers { link(Link.sample(identifier, to: profile)) }
        for record in records { facts[record.key] = record.filed(under: profile) }
        var rebuild = SummaryRebuild(held: identifiers, at: decidedAt)
        for record in records { rebuild.add(record.filed(under: profile)) }
        profiles[profile] = ProfileState(
            id: profile, version: version, changedAt: decidedAt, summary: rebuild.summary)
    }

    mutating func link(_ link: Link) {
        links[link.key] = link
    }
}
