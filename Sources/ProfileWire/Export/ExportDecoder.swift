import ProfileCore

/// Reads the lines of an export. What the store it came from had judged is taken as it is: identifiers are those that
/// it had normalised, and no rule that came since is held against an id, a word or an address that was taken once.
package enum ExportDecoder {
    /// A record may have grown by how it was filed.
    package static let maximumLength = 2 * LineSplitter.standardMaximumLength

    private static let records = RecordDecoder(.restoring)

    /// `note` gets a warning for each member that this version does not know and leaves out.
    package static func decode(
        _ bytes: [UInt8], noting note: (WireWarning) -> Void = { _ in }
    ) throws(WireRejection) -> ExportLine {
        try RequestBody.read(bytes) { value, findings in
            defer { findings.warnings.filter(\.tellsOfLoss).forEach(note) }
            guard var members = MemberReader(value, at: "", findings, timeZone: nil) else { return nil }
            if case .string(let kind)? = members.object["kind"], let kind = RecordKind(word: kind) {
                if kind.subject == .nobody { return catalogueEntry(value, &members).map { .entry(.catalogue($0)) } }
                return fact(value, &members).map { .entry(.fact($0)) }
            }
            guard let word = members.required("kind", members.choice("kind", ExportLine.Word.self)) else { return nil }
            let line = line(word, &members)
            members.rejectUnknownMembers()
            return line
        }
    }

    private static func line(_ word: ExportLine.Word, _ members: inout MemberReader) -> ExportLine? {
        switch word {
        case .export: return members.count("version").map(ExportLine.beginning)
        case .end: return members.count("lines").map(ExportLine.end)
        default: return entry(word, &members).map(ExportLine.entry)
        }
    }

    private static func entry(_ word: ExportLine.Word, _ members: inout MemberReader) -> ExportEntry? {
        switch word {
        case .policy: return policy(&members)
        case .identityRules: return members.exactText("rules").map(ExportEntry.identityRules)
        case .withdrawn: return withdrawal(&members)
        case .held: return link(&members)
        case .refused: return conflict(&members)
        case .merge: return merge(&members)
        case .separation: return separation(&members)
        case .invitation: return assignment(&members)
        case .profile: return profile(&members)
        case .due: return members.identifier("identifier").map(ExportEntry.due)
        case .export, .end: return nil
        }
    }

    private static func policy(_ members: inout MemberReader) -> ExportEntry? {
        guard let value = members.required("policy", members.take("policy")) else { return nil }
        do throws(WireRejection) {
            // Every currency is named.
            return .policy(try VIPPolicyDecoder.decode(value, defaultCurrency: .euro))
        } catch {
            members.findings.add(error.problems, at: "/policy")
            return nil
        }
    }

    // MARK: Facts

    private static func catalogueEntry(_ value: JSONValue, _ members: inout MemberReader) -> CatalogueEntry? {
        var (isTimedByArrival, extent) = (false, SourceRecord.Extent.whole)
        if var filed = members.child(RecordDecoder.filed) {
            isTimedByArrival = filed.flag("timed_by_arrival") ?? false
            extent = filed.extent()
            filed.rejectUnknownMembers()
        }
        switch records.decode(line: value) {
        case .failure(let rejection):
            members.findings.add(rejection.problems)
            return nil
        case .success(let decoded):
            members.findings.add(lost: decoded)
            let record = decoded.record
            return CatalogueEntry(
                SourceRecord(
                    key: record.key, updatedAt: record.updatedAt, isTimedByArrival: isTimedByArrival, identifiers: [],
                    body: record.body, extent: extent))
        }
    }

    private static func fact(_ value: JSONValue, _ members: inout MemberReader) -> Fact? {
        let record: SourceRecord
        switch records.decode(line: value) {
        case .success(let decoded):
            members.findings.add(lost: decoded)
            record = decoded.record
        case .failure(let rejection):
            members.findings.add(rejection.problems)
            return nil
        }
        guard var filed = members.child(RecordDecoder.filed) else {
            members.reject(RecordDecoder.filed, .missing, "how the record was filed")
            return nil
        }
        let (profile, receivedAt) = (filed.id("profile"), filed.moment("received_at"))
        let home = filed.optionalID("home") ?? profile
        let basis = filed.optionalIdentifier("led_by")
        let isTimedByArrival = filed.flag("timed_by_arrival") ?? false
        let (identifiers, unlinked) = (filed.identifiers("identifiers"), filed.identifiers("unlinked"))
        let extent = filed.extent()
        filed.rejectUnknownMembers()
        guard let profile, let home, let receivedAt else { return nil }
        return Fact(
            record: SourceRecord(
                key: record.key, updatedAt: record.updatedAt, isTimedByArrival: isTimedByArrival,
                identifiers: identifiers, unlinked: unlinked, body: record.body, extent: extent),
            receivedAt: receivedAt, filing: Filing(profile: profile, home: home, basis: basis))
    }

    private static func withdrawal(_ members: inout MemberReader) -> ExportEntry? {
        let (key, time) = (members.key("record"), members.moment("updated_at"))
        if let key, let time, key.kind.subject == .nobody {
            return .catalogue(CatalogueEntry(withdrawn: key, updatedAt: time))
        }
        let profile = members.id("profile")
        let (updatedAt, receivedAt) = (time, members.moment("received_at"))
        let home = members.optionalID("home") ?? profile
        guard let key, let profile, let home, let updatedAt, let receivedAt else { return nil }
        return .withdrawal(
            Withdrawal(key: key, updatedAt: updatedAt, receivedAt: receivedAt, profile: profile, home: home))
    }

    // MARK: Claims

    private static func link(_ members: inout MemberReader) -> ExportEntry? {
        let (identifier, key, at) = (members.identifier("identifier"), members.key("record"), members.moment("at"))
        let profile = members.id("profile")
        let home = members.optionalID("home") ?? profile
        guard let identifier, let key, let at, let profile, let home else { return nil }
        return .held(Link(identifier: identifier, profile: profile, home: home, statedBy: key, linkedAt: at))
    }

    private static func conflict(_ members: inout MemberReader) -> ExportEntry? {
        let (identifier, key, at) = (members.identifier("identifier"), members.key("record"), members.moment("at"))
        let rule = members.required("rule", members.choice("rule", Conflict.Rule.self))
        let (profile, holder) = (members.id("profile"), members.optionalID("holder"))
        let (limitedType, resolvedAt) = (members.unchangedText("limited_type"), members.time("resolved_at"))
        guard let identifier, let key, let at, let rule, let profile else { return nil }
        return .refused(
            Conflict(
                fact: key, identifier: identifier, rule: rule, limitedType: limitedType, profile: profile,
                holder: holder, at: at, resolvedAt: resolvedAt))
    }

    // MARK: Profiles

    private static func merge(_ members: inout MemberReader) -> ExportEntry? {
        let (absorbed, survivor, at) = (members.id("absorbed"), members.id("survivor"), members.moment("at"))
        var cause: Merge.Cause?
        if var reader = members.child("cause") {
            cause = self.cause(&reader)
            reader.rejectUnknownMembers()
        }
        var undone: Merge.Undoing?
        if var reader = members.child("undone") {
            let (at, reason) = (reader.moment("at"), reader.exactText("reason"))
            let name = reader.unchangedText("by")
            reader.rejectUnknownMembers()
            guard let at, let reason else { return nil }
            undone = Merge.Undoing(at: at, name: name, reason: reason)
        }
        guard let absorbed, let survivor, let at, let cause = members.required("cause", cause) else { return nil }
        return .merge(Merge(absorbed: absorbed, survivor: survivor, at: at, cause: cause, undone: undone))
    }

    private static func separation(_ members: inout MemberReader) -> ExportEntry? {
        let sides = members.objects("sides", atMost: 2) { reader -> Separation.Side? in
            let (profile, fact) = (reader.id("profile"), reader.optionalKey("record"))
            reader.rejectUnknownMembers()
            return profile.map { Separation.Side($0, fact) }
        }
        if sides.count != 2 { members.reject("sides", .wrongType, "two sides are expected") }
        return sides.count == 2 ? .separation(Separation(sides[0], sides[1])) : nil
    }

    private static func cause(_ members: inout MemberReader) -> Merge.Cause? {
        let type = members.required("type", members.choice("type", MergeCause.self))
        let (records, identifiers) = (members.keys("records"), members.identifiers("identifiers"))
        switch type {
        case .record where records.count == 1: return .record(records[0], identifiers: identifiers)
        case .claim where records.count == 1 && identifiers.count == 1:
            return .claim(records[0], identifier: identifiers[0])
        case .agreement where records.count == 2 && identifiers.count == 1:
            return .agreement(records[0], records[1], identifier: identifiers[0])
        case .person:
            guard let name = members.exactText("by"), let reason = members.exactText("reason") else { return nil }
            return .steward(name: name, reason: reason, facts: records)
        case .record, .claim, .agreement, nil:
            members.reject("records", .wrongType, "the records and identifiers that its type asks for")
            return nil
        }
    }

    private static func profile(_ members: inout MemberReader) -> ExportEntry? {
        let (id, version, changedAt) = (members.id("id"), members.count("version"), members.moment("changed_at"))
        let aliases = members.ids("aliases")
        let isContested = members.flag("contested") ?? false
        let claimed = members.objects("claimed", atMost: .max) { reader -> (Identifier, Int)? in
            let (identifier, count) = (reader.identifier("identifier"), reader.count("by"))
            reader.rejectUnknownMembers()
            return identifier.flatMap { identifier in count.map { (identifier, $0) } }
        }
        let overrides = members.objects("overrides", atMost: .max, override)
        guard let id, let version, let changedAt else { return nil }
        var state = ProfileState(
            id: id, version: version, changedAt: changedAt, aliases: aliases, overrides: overrides)
        state.isContested = isContested
        for (identifier, count) in claimed { state.claimants[identifier] = count }
        return .profile(state)
    }

    private static func override(_ members: inout MemberReader) -> VIPOverride? {
        let (tier, reason, name) = (members.exactText("tier"), members.exactText("reason"), members.exactText("by"))
        let (at, until, home) = (members.moment("at"), members.time("until"), members.id("home"))
        members.rejectUnknownMembers()
        guard let tier, let reason, let name, let at, let home else { return nil }
        return VIPOverride(tier: tier, reason: reason, until: until, setAt: at, setBy: name, home: home)
    }
}

/// Values as an export has them: taken as they are, or found wrong.
extension MemberReader {
    mutating func exactText(_ name: String) -> String? {
        required(name, unchangedText(name))
    }

    /// How much of a record was stated together.
    fileprivate mutating func extent() -> SourceRecord.Extent {
        guard var reader = child("pieced") else { return .whole }
        let wholeAt = reader.time("whole_at")
        let later = reader.objects("members", atMost: .max) { entry -> (String, Timestamp)? in
            let (path, at) = (entry.exactText("path"), entry.moment("at"))
            entry.rejectUnknownMembers()
            return path.flatMap { path in at.map { (path, $0) } }
        }
        reader.rejectUnknownMembers()
        return .pieced(MemberTimes(wholeAt: wholeAt, later: Dictionary(later) { $1 }))
    }

    mutating func moment(_ name: String) -> Timestamp? {
        required(name, time(name))
    }

    mutating func count(_ name: String) -> Int? {
        required(name, integer(name, in: 0...1_000_000_000_000))
    }

    mutating func id(_ name: String) -> ProfileID? {
        required(name, optionalID(name))
    }

    mutating func optionalID(_ name: String) -> ProfileID? {
        guard let text = unchangedText(name) else { return nil }
        let id = ProfileID(text)
        if id == nil { reject(name, .badProfileID, "a profile id (prf_…)") }
        return id
    }

    mutating func ids(_ name: String) -> [ProfileID] {
        strings(name, atMost: .max, such: ProfileID.prefix + "…").compactMap { text in
            let id = ProfileID(text)
            if id == nil { reject(name, .badProfileID, "profile ids (prf_…)") }
            return id
        }
    }

    mutating func identifier(_ name: String) -> Identifier? {
        required(name, optionalIdentifier(name))
    }

    mutating func optionalIdentifier(_ name: String) -> Identifier? {
        unchangedText(name).flatMap { identifier($0, at: name) }
    }

    mutating func identifiers(_ name: String) -> [Identifier] {
        strings(name, atMost: .max, such: "email:jane@example.com").compactMap { identifier($0, at: name) }
    }

    private func identifier(_ text: String, at name: String) -> Identifier? {
        // A character may be a colon with an accent on it.
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.startIndex,
            case let value = text[text.utf8.index(after: colon)...], !value.isEmpty
        else {
            reject(name, .badIdentifierType, "an identifier such as email:jane@example.com")
            return nil
        }
        return Identifier(type: String(text[..<colon]), value: String(value))
    }

    mutating func key(_ name: String) -> FactKey? {
        required(name, optionalKey(name))
    }

    mutating func optionalKey(_ name: String) -> FactKey? {
        guard var reader = child(name) else { return nil }
        return reader.key()
    }

    mutating func keys(_ name: String) -> [FactKey] {
        objects(name, atMost: .max) { $0.key() }
    }

    private mutating func key() -> FactKey? {
        let word = exactText("kind")
        let (source, id) = (exactText("source"), exactText("id"))
        rejectUnknownMembers()
        guard let word, let source, let id else { return nil }
        guard let kind = RecordKind(word: word) else {
            reject("kind", .notAllowed, "one of: " + RecordKind.allCases.map(\.word).joined(separator: ", "))
            return nil
        }
        return FactKey(kind: kind, source: source, id: id)
    }
}

extension WireWarning {
    /// Whether this version leaves out a member that it does not know. Other warnings were given when the record was
    /// first filed.
    fileprivate var tellsOfLoss: Bool { code == ProblemCode.unknownMember.rawValue }
}

extension Findings {
    fileprivate func add(lost decoded: DecodedRecord) {
        for warning in decoded.warnings where warning.tellsOfLoss {
            warn(warning.pointer, .unknownMember, warning.detail)
        }
    }
}
