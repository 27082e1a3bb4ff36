import ProfileCore

extension RecordDecoder {
    /// A rejected record may have more identifiers than an accepted one. Each is compared with all before it.
    private static let mostNames = 500

    /// The key and the identifiers of a record. The record may be rejected; each name is read by itself. Nil if there
    /// are too many to look at.
    func names(in value: JSONValue) -> Set<ErasableName>? {
        let findings = Findings()
        guard var envelope = MemberReader(value, at: "", findings, timeZone: nil) else { return [] }
        let key = KeyReading(context: context, findings: findings).key(&envelope, path: nil)
        guard let kind = key.kind else { return [] }
        let region = key.source.flatMap { context.sources[$0]?.phoneRegion }
        var identifiers = IdentifierReading(
            normalizer: context.normalizer, region: region, findings: findings, isPart: true, limit: Self.mostNames)
        switch kind.subject {
        case .itself: identifiers.readOwn(&envelope, source: key.source, id: key.id)
        case .customer: identifiers.readCustomer(&envelope, order: nil)
        case .nobody: break
        }
        let isOverfull = findings.problems.contains { $0.code == ProblemCode.tooMany.rawValue }
        // Of more problems nobody hears.
        guard !isOverfull, findings.problems.count < Findings.limit else { return nil }
        var names = Set((identifiers.inGroups + identifiers.unlinked).map(ErasableName.identifier))
        if let source = key.source, let id = key.id {
            names.insert(.fact(FactKey(kind: kind, source: source, id: id)))
        }
        return names
    }
}
