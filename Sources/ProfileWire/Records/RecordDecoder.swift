package import ProfileCore

/// What must be known besides the bytes to judge a record.
package struct DecodingContext: Sendable {
    package struct SourceSettings: Hashable, Sendable {
        /// ISO 3166-1 alpha-2; the country whose national phone numbers the source writes.
        package let phoneRegion: String?
        /// The IANA name of the zone in which the source writes times without an offset.
        package let timeZone: String?

        package init(phoneRegion: String? = nil, timeZone: String? = nil) {
            self.phoneRegion = phoneRegion
            self.timeZone = timeZone
        }
    }

    /// When the record came in, which is its `updated_at` when it gives none, or one still to come.
    package var arrivedAt: Timestamp
    package let sources: [String: SourceSettings]
    package let acceptsUndeclaredSources: Bool
    /// The currency of amounts that name none.
    package let defaultCurrency: Currency
    package let normalizer: IdentifierNormalizer
    /// Whether a store accepted the record before, by its own rules.
    private(set) var isRestoring = false

    package init(
        arrivedAt: Timestamp, sources: [String: SourceSettings] = [:], acceptsUndeclaredSources: Bool = true,
        defaultCurrency: Currency = .euro, normalizer: IdentifierNormalizer = .standard
    ) {
        self.arrivedAt = arrivedAt
        self.sources = sources
        self.acceptsUndeclaredSources = acceptsUndeclaredSources
        self.defaultCurrency = defaultCurrency
        self.normalizer = normalizer
    }

    /// For records that were taken before: nothing that they tell is ahead of its time.
    static let restoring: DecodingContext = {
        var context = DecodingContext(arrivedAt: Timestamp(milliseconds: 8_000_000_000_000))
        context.isRestoring = true
        return context
    }()

    /// The latest possible birthday: today where the day begins first, at UTC+14.
    var latestBirthday: Day {
        Timestamp(milliseconds: arrivedAt.milliseconds + 14 * Timestamp.millisecondsPerDay / 24).day
    }
}

/// A record that was taken, and what was odd about it.
package struct DecodedRecord: Hashable, Sendable {
    package let record: SourceRecord
    package let warnings: [WireWarning]

    package init(record: SourceRecord, warnings: [WireWarning]) {
        self.record = record
        self.warnings = warnings
    }
}

/// Turns JSON into validated records, and says everything that is wrong with what is none.
package struct RecordDecoder: Sendable {
    package typealias Outcome = Result<DecodedRecord, WireRejection>

    /// The member of an exported record that says how it was filed.
    static let filed = "filed"

    /// The member that says that a record states only some of its members, and leaves the others as they are.
    static let merge = "merge"

    /// The member that names what a record does not speak of, and leaves as it is.
    static let keep = "keep"

    /// The member that names what a part merely assumes, for where nothing of its record is stored.
    static let assume = "assume"

    /// The member that says that a record gives way to another statement of it of the same time.
    static let yields = "yields"

    package let context: DecodingContext

    package init(_ context: DecodingContext) {
        self.context = context
    }

    /// A record that names its own `kind`, `source` and `id`, as on a line of NDJSON.
    package func decode(line bytes: [UInt8]) -> Outcome {
        parse(bytes).flatMap { decode(line: $0) }
    }

    /// A record that names its own `kind`, `source` and `id`.
    package func decode(line value: JSONValue) -> Outcome {
        decode(value, named: nil)
    }

    /// The body of a PUT, whose path gives kind, source and id; where the body has them too they must agree.
    package func decode(body bytes: [UInt8], kind: RecordKind, source: String, id: String) -> Outcome {
        parse(bytes).flatMap { decode(body: $0, kind: kind, source: source, id: id) }
    }

    /// The body of a PUT, whose path gives kind, source and id; where the body has them too they must agree.
    package func decode(body value: JSONValue, kind: RecordKind, source: String, id: String) -> Outcome {
        decode(value, named: FactKey(kind: kind, source: source, id: id))
    }

    /// The body of a PATCH, which states some members of a record.
    package func decode(part bytes: [UInt8], kind: RecordKind, source: String, id: String) -> Outcome {
        parse(bytes).flatMap { decode($0, named: FactKey(kind: kind, source: source, id: id), isPart: true) }
    }

    /// The key that a path names, checked and normalised as that of a record.
    package func key(kind: RecordKind, source: String, id: String) -> Result<FactKey, WireRejection> {
        let findings = Findings()
        let keys = KeyReading(context: context, findings: findings)
        let (source, id) = (keys.checkedSource(source), keys.checkedID(id))
        guard findings.problems.isEmpty, let source, let id else {
            return .failure(WireRejection(problems: findings.problems))
        }
        return .success(FactKey(kind: kind, source: source, id: id))
    }

    private func parse(_ bytes: [UInt8]) -> Result<JSONValue, WireRejection> {
        do throws(JSONError) {
            return .success(try JSONReader.parse(bytes))
        } catch {
            return .failure(WireRejection(error))
        }
    }

    private func decode(_ value: JSONValue, named path: FactKey?, isPart: Bool = false) -> Outcome {
        let findings = Findings()
        findings.rejectRepeatedNames(in: value)
        let record = record(value, named: path, isPart: isPart, findings)
        guard findings.problems.isEmpty, let record else {
            return .failure(WireRejection(problems: findings.problems))
        }
        return .success(DecodedRecord(record: record, warnings: findings.warnings))
    }

    private func record(
        _ value: JSONValue, named path: FactKey?, isPart: Bool, _ findings: Findings
    ) -> SourceRecord? {
        guard var envelope = MemberReader(value, at: "", findings, timeZone: nil) else { return nil }
        let key = KeyReading(context: context, findings: findings).key(&envelope, path: path)
        // A body without a known kind cannot be judged any further.
        guard let kind = key.kind else { return nil }
        let settings = key.source.flatMap { context.sources[$0] }
        var members = envelope.reading(timeZone: settings?.timeZone)
        let updatedAt = updateTime(&members)
        let isPart = (members.yesOrNo(Self.merge) ?? false) || isPart
        var identifiers = IdentifierReading(
            normalizer: context.normalizer, region: settings?.phoneRegion, findings: findings, isPart: isPart)
        let kept = kept(&members, of: kind, isPart: isPart)
        let assumed = assumed(&members, of: kind, isPart: isPart)
        var fields = FieldReading(members, context, isPart: isPart)
        let body = SourceRecord.Body(of: kind, from: &fields)
        members = fields.members
        switch kind.subject {
        case .itself: identifiers.readOwn(&members, source: key.source, id: key.id)
        case .customer: identifiers.readCustomer(&members, order: body?.orderID)
        case .nobody: break
        }
        // What an export says about its store means nothing to others.
        _ = members.take(Self.filed)
        members.warnOfUnknownMembers()
        guard let body, let source = key.source, let id = key.id else { return nil }
        let record = SourceRecord(
            key: FactKey(kind: kind, source: source, id: id), updatedAt: updatedAt ?? context.arrivedAt,
            isTimedByArrival: updatedAt == nil, identifiers: identifiers.inGroups, unlinked: identifiers.unlinked,
            body: body
        ).keeping(kept, silentOn: Self.absent(kept, in: envelope.object))
        guard !isPart else {
            return part(record, of: envelope.object, parted: identifiers.places, assuming: assumed, findings)
        }
        warnOfWhatIsToCome(record, members)
        warnOfOddSettlement(record, members)
        warnOfUnmovedCart(record, members)
        warnOfExcess(record, members)
        return record
    }

    /// When the source last changed the record. A time still to come would keep out every change until then, so that it
    /// counts as none.
    private func updateTime(_ members: inout MemberReader) -> Timestamp? {
        let yields = members.yesOrNo(Self.yields) ?? false
        guard let time = members.time("updated_at") else { return nil }
        guard time > context.arrivedAt else { return yields ? Timestamp(milliseconds: time.milliseconds - 1) : time }
        members.warn("updated_at", .aheadOfTime, "still to come when the record came in; its arrival counts instead")
        return nil
    }

    /// An appointment of tomorrow is common; what lies further ahead is rather a slip.
    private func warnOfWhatIsToCome(_ record: SourceRecord, _ members: MemberReader) {
        let limit = Timestamp(milliseconds: context.arrivedAt.milliseconds + Timestamp.millisecondsPerDay)
        guard record.happenedAt > limit else { return }
        members.warn(
            record.key.kind.momentField ?? "", .aheadOfTime, "more than a day ahead; it does not count before that time"
        )
    }

    /// Nobody can tell whether none or fewer went into a cart, or out of it.
    private func warnOfUnmovedCart(_ record: SourceRecord, _ members: MemberReader) {
        guard case .activity(let activity) = record.body, activity.changesNoCart else { return }
        members.warn("quantity", .outOfRange, "not more than zero: kept as it was stated, and changes no cart")
    }

    /// Some pay back more than was paid, to make up for something; others count a refund twice.
    private func warnOfExcess(_ record: SourceRecord, _ members: MemberReader) {
        guard case .order(let order) = record.body, let total = order.total, let refunded = order.refunded,
            total >= 0, refunded > total
        else { return }
        members.warn("refunded", .exceedsOrder, "more than total; kept as it was stated")
    }

    /// What was kept or broken was so after it was promised, and before that is told.
    private func warnOfOddSettlement(_ record: SourceRecord, _ members: MemberReader) {
        guard case .promise(let promise) = record.body, let settledAt = promise.settledAt else { return }
        if settledAt > context.arrivedAt {
            members.warn("settled_at", .aheadOfTime, "still to come when the record came in; kept as it was stated")
        } else if settledAt < promise.promisedAt {
            members.warn("settled_at", .beforePromise, "before promised_at; kept as it was stated")
        }
    }
}
