package import ProfileCore

/// One line of an export.
package enum ExportLine: Hashable, Sendable {
    /// The form of the export, on its first line.
    case beginning(version: Int)
    case entry(ExportEntry)
    /// How many lines came before, on the last line: an export without it is cut off.
    case end(lines: Int)

    /// What this version writes and reads.
    package static let version = 1

    /// The words that stand as `kind` on the lines that are no records.
    enum Word: String, CaseIterable {
        case export, policy
        case identityRules = "identity_rules"
        case withdrawn, held, refused, merge, separation, invitation, profile, due, end
    }

    /// Whether a file that begins with `text` is an export.
    package static func begins(_ text: [UInt8]) -> Bool {
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        return word(of: Array(line)) == .export
    }

    /// Whether the line says something about the store and is no record.
    package static func isNoRecord(_ bytes: [UInt8]) -> Bool {
        word(of: bytes) != nil
    }

    private static func word(of bytes: [UInt8]) -> Word? {
        // The lines of an export begin with their kind, so that records need not be read twice.
        if RecordKind.allCases.contains(where: { bytes.starts(with: #"{"kind":"\#($0.word)""#.utf8) }) { return nil }
        guard case .object(let object)? = try? JSONReader.parse(bytes), case .string(let kind)? = object["kind"] else {
            return nil
        }
        return Word(rawValue: kind)
    }
}

/// Writes the lines of an export. Equal entries give equal bytes.
package enum ExportEncoder {
    /// The line with its end.
    package static func line(_ line: ExportLine) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            switch line {
            case .beginning(let version):
                json.kind(.export)
                json.member("version", version)
            case .entry(let entry): write(entry, to: &json)
            case .end(let lines):
                json.kind(.end)
                json.member("lines", lines)
            }
        }
        return json.bytes + [0x0A]
    }

    private static func write(_ entry: ExportEntry, to json: inout JSONWriter) {
        switch entry {
        case .policy(let policy):
            json.kind(.policy)
            json.member("policy") { VIPPolicyEncoder.write(policy, to: &$0) }
        case .identityRules(let rules):
            json.kind(.identityRules)
            json.member("rules", rules)
        case .catalogue(let entry): write(entry, to: &json)
        case .fact(let fact): write(fact, to: &json)
        case .withdrawal(let withdrawal): write(withdrawal, to: &json)
        case .held(let link): write(link, to: &json)
        case .refused(let conflict): write(conflict, to: &json)
        case .merge(let merge): write(merge, to: &json)
        case .separation(let separation):
            json.kind(.separation)
            json.member("sides") { json in
                json.array(of: [separation.first, separation.second]) { json, side in
                    json.object { json in
                        json.member("profile", side.profile.description)
                        json.present("record", side.fact) { $0.key($1) }
                    }
                }
            }
        case .assignment(let identifier, let assignment): write(identifier, assignment, to: &json)
        case .profile(let state): write(state, to: &json)
        case .due(let identifier):
            json.kind(.due)
            json.member("identifier", identifier.description)
        }
    }

    // MARK: Facts

    private static func write(_ entry: CatalogueEntry, to json: inout JSONWriter) {
        guard let record = entry.record else {
            json.kind(.withdrawn)
            json.member("record") { $0.key(entry.key) }
            json.member("updated_at", entry.updatedAt)
            return
        }
        RecordEncoder.writeAll(of: record, to: &json)
        guard record.isTimedByArrival || record.extent != .whole else { return }
        json.member("filed") { json in
            json.object { json in
                if record.isTimedByArrival { json.member("timed_by_arrival", true) }
                json.pieced(record.extent)
            }
        }
    }

    /// A record as anybody may take it, and beside it how it was filed here.
    private static func write(_ fact: Fact, to json: inout JSONWriter) {
        RecordEncoder.writeAll(of: fact.record, to: &json)
        json.member("filed") { json in
            json.object { json in
                json.home(fact.filing.profile, fact.filing.home)
                json.present("led_by", fact.filing.basis?.description)
                json.member("received_at", fact.receivedAt)
                if fact.record.isTimedByArrival { json.member("timed_by_arrival", true) }
                json.pieced(fact.record.extent)
                json.member("identifiers") { $0.identifiers(fact.record.identifiers) }
                if !fact.record.unlinked.isEmpty { json.member("unlinked") { $0.identifiers(fact.record.unlinked) } }
            }
        }
    }

    private static func write(_ withdrawal: Withdrawal, to json: inout JSONWriter) {
        json.kind(.withdrawn)
        json.member("record") { $0.key(withdrawal.key) }
        json.member("updated_at", withdrawal.updatedAt)
        json.member("received_at", withdrawal.receivedAt)
        json.home(withdrawal.profile, withdrawal.home)
    }

    // MARK: Claims

    private static func write(_ link: Link, to json: inout JSONWriter) {
        json.kind(.held)
        json.member("identifier", link.identifier.description)
        json.member("record") { $0.key(link.statedBy) }
        json.member("at", link.linkedAt)
        json.home(link.profile, link.home)
    }

    private static func write(_ conflict: Conflict, to json: inout JSONWriter) {
        json.kind(.refused)
        json.member("identifier", conflict.identifier.description)
        json.member("record") { $0.key(conflict.fact) }
        json.member("at", conflict.at)
        json.member("rule", conflict.rule.rawValue)
        json.present("limited_type", conflict.limitedType)
        json.member("profile", conflict.profile.description)
        json.present("holder", conflict.holder?.description)
        json.present("resolved_at", conflict.resolvedAt)
    }

    // MARK: Invitations

    private static func write(_ identifier: Identifier, _ assignment: Assignment, to json: inout JSONWriter) {
        json.kind(.invitation)
        json.member("identifier", identifier.description)
        json.member("arm", assignment.arm.word)
        json.member("at", assignment.at)
        json.member("known") { json in
            json.object { json in
                for feature in VisitFeature.allCases where assignment.features[millionthsOf: feature] != 0 {
                    json.key(named: feature.word)
                    json.integer(Int(assignment.features[millionthsOf: feature]))
                }
            }
        }
        if assignment.earlier != DayPurchases() { json.member("earlier") { write(assignment.earlier, to: &$0) } }
        json.present("invited_at", assignment.invitedAt)
        if assignment.invitedAt != nil { json.member("invitations_of_day", assignment.invitationsOfDay) }
        json.present("declined_at", assignment.declinedAt)
    }

    private static func write(_ purchases: DayPurchases, to json: inout JSONWriter) {
        json.object { json in
            json.member("orders", purchases.orders)
            json.member("nets") { json in
                json.array(of: Array(purchases.nets)) { json, entry in
                    json.object { json in
                        json.member("currency", entry.key.code)
                        json.member("net") { $0.money(entry.value, entry.key) }
                    }
                }
            }
        }
    }

    // MARK: Profiles

    private static func write(_ merge: Merge, to json: inout JSONWriter) {
        json.kind(.merge)
        json.member("absorbed", merge.absorbed.description)
        json.member("survivor", merge.survivor.description)
        json.member("at", merge.at)
        json.member("cause") { write(merge.cause, to: &$0) }
        json.present("undone", merge.undone) { json, undone in
            json.object { json in
                json.member("at", undone.at)
                json.present("by", undone.name)
                json.member("reason", undone.reason)
            }
        }
    }

    private static func write(_ cause: Merge.Cause, to json: inout JSONWriter) {
        json.object { json in
            switch cause {
            case .record(let fact, let identifiers):
                json.member("type", MergeCause.record.rawValue)
                json.member("records") { $0.keys([fact]) }
                json.member("identifiers") { $0.identifiers(identifiers) }
            case .claim(let fact, let identifier):
                json.member("type", MergeCause.claim.rawValue)
                json.member("records") { $0.keys([fact]) }
                json.member("identifiers") { $0.identifiers([identifier]) }
            case .agreement(let one, let other, let identifier):
                json.member("type", MergeCause.agreement.rawValue)
                json.member("records") { $0.keys([one, other]) }
                json.member("identifiers") { $0.identifiers([identifier]) }
            case .steward(let name, let reason, let facts):
                json.member("type", MergeCause.person.rawValue)
                json.member("by", name)
                json.member("reason", reason)
                json.member("records") { $0.keys(facts) }
            }
        }
    }

    private static func write(_ state: ProfileState, to json: inout JSONWriter) {
        json.kind(.profile)
        json.member("id", state.id.description)
        json.member("version", state.version)
        json.member("changed_at", state.changedAt)
        if !state.aliases.isEmpty { json.member("aliases") { $0.ids(state.aliases) } }
        if state.isContested { json.member("contested", true) }
        if !state.claimants.isEmpty {
            json.member("claimed") { json in
                json.array(of: state.claimants) { json, entry in
                    json.object {
                        $0.member("identifier", entry.key.description)
                        $0.member("by", entry.value)
                    }
                }
            }
        }
        if !state.overrides.isEmpty { json.member("overrides") { $0.array(of: state.overrides) { $0.override($1) } } }
    }
}

/// What a merge came of.
enum MergeCause: String, CaseIterable {
    case record, claim, agreement, person
}

extension JSONWriter {
    fileprivate mutating func kind(_ word: ExportLine.Word) {
        member("kind", word.rawValue)
    }

    /// The profile it belongs to now, and the one when no merge counts.
    fileprivate mutating func home(_ profile: ProfileID, _ home: ProfileID) {
        member("profile", profile.description)
        if home != profile { member("home", home.description) }
    }

    fileprivate mutating func key(_ key: FactKey) {
        object { json in
            json.member("kind", key.kind.word)
            json.member("source", key.source)
            json.member("id", key.id)
        }
    }

    fileprivate mutating func keys(_ keys: [FactKey]) {
        array(of: keys) { $0.key($1) }
    }

    fileprivate mutating func ids(_ ids: [ProfileID]) {
        array(of: ids) { $0.string($1.description) }
    }

    fileprivate mutating func identifiers(_ identifiers: [Identifier]) {
        array(of: identifiers) { $0.string($1.description) }
    }

    /// When its members were stated, where that was not at one time.
    fileprivate mutating func pieced(_ extent: SourceRecord.Extent) {
        guard case .pieced(let times) = extent else { return }
        member("pieced") { json in
            json.object { json in
                json.present("whole_at", times.wholeAt)
                json.member("members") { json in
                    json.array(of: times.later) { json, entry in
                        json.object { json in
                            json.member("path", entry.key)
                            json.member("at", entry.value)
                        }
                    }
                }
            }
        }
    }

    fileprivate mutating func override(_ override: VIPOverride) {
        object { json in
            json.member("tier", override.tier)
            json.member("reason", override.reason)
            json.present("until", override.until)
            json.member("at", override.setAt)
            json.member("by", override.setBy)
            json.member("home", override.home.description)
        }
    }
}
