import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// What people decide by hand: merges, tiers.
enum StewardEndpoints {
    static let routes = [
        Route(.post, "/v1/profiles/{id}/merge", .stewards, query: ["dry_run"], body: .json, handle: merge),
        Route(.post, "/v1/profiles/{id}/unmerge", .stewards, query: ["dry_run"], body: .json, handle: unmerge),
        Route(.put, "/v1/profiles/{id}/vip", .stewards, body: .json, handle: setTier),
        Route(.delete, "/v1/profiles/{id}/vip", .stewards, handle: removeTier),
    ]

    private static func merge(_ exchange: Exchange) async throws -> Response {
        let rehearses = try exchange.query.flag("dry_run")
        let reference = try exchange.profileReference()
        let request = try await exchange.request { bytes throws(WireRejection) in
            try MergeRequest(json: bytes, normalizer: exchange.context.normalizer)
        }
        let one = try await exchange.profileID(of: reference)
        guard let other = try await exchange.service.reached(request.with).value?.id else {
            throw Problem.unknownOther
        }
        let (service, name) = (exchange.service, exchange.callerName)
        guard !rehearses else {
            let rehearsal = try await service.rehearseMerge(one, with: other, by: name, reason: request.reason)
            return .profile(rehearsal.answer) { $0.rehearsal(rehearsal) }
        }
        return .profile(
            try await service.merge(
                one, with: other, by: name, reason: request.reason, confirmed: request.isConfirmed))
    }

    private static func unmerge(_ exchange: Exchange) async throws -> Response {
        let rehearses = try exchange.query.flag("dry_run")
        let reference = try exchange.profileReference()
        let request = try await exchange.request { bytes throws(WireRejection) in try UnmergeRequest(json: bytes) }
        let profile = try await exchange.profileID(of: reference)
        let (service, name) = (exchange.service, exchange.callerName)
        guard !rehearses else {
            let rehearsal = try await service.rehearseUnmerge(
                request.profile, from: profile, by: name, reason: request.reason)
            return .unmerged(profile, restored: rehearsal.answer) { $0.rehearsal(rehearsal) }
        }
        let restored = try await service.unmerge(request.profile, from: profile, by: name, reason: request.reason)
        return .unmerged(profile, restored: restored)
    }

    private static func setTier(_ exchange: Exchange) async throws -> Response {
        let reference = try exchange.profileReference()
        let request = try await exchange.request { bytes throws(WireRejection) in try OverrideRequest(json: bytes) }
        return .profile(try await exchange.set(request, on: reference))
    }

    private static func removeTier(_ exchange: Exchange) async throws -> Response {
        let profile = try await exchange.profileID(of: try exchange.profileReference())
        _ = try await exchange.service.removeOverride(of: profile)
        return .noContent
    }
}

extension Exchange {
    /// The profile whose tier was set, in the name of the key.
    func set(_ request: OverrideRequest, on reference: ProfileReference) async throws -> ProfileID {
        if let until = request.until, until <= context.now() {
            throw Problem.invalidBody("/until", "out_of_range", "a moment that is still to come")
        }
        return try await service.setOverride(
            on: try await profileID(of: reference), tier: request.tier, reason: request.reason, until: request.until,
            by: callerName)
    }
}

extension Response {
    /// `more` adds members.
    fileprivate static func profile(_ id: ProfileID, _ more: (inout JSONWriter) -> Void = { _ in }) -> Response {
        .json { json in
            json.object { json in
                json.member("profile_id", id.description)
                more(&json)
            }
        }
    }

    fileprivate static func unmerged(
        _ id: ProfileID, restored: ProfileID, _ more: (inout JSONWriter) -> Void = { _ in }
    ) -> Response {
        .profile(id) { json in
            json.member("restored", restored.description)
            more(&json)
        }
    }
}

extension Problem {
    fileprivate static let unknownOther = Problem(
        .notFound, "The other profile does not exist.",
        flaws: [Flaw(pointer: "/with", code: "not_found", detail: "a profile that exists")])

    private static func unconfirmed(_ doubt: StewardDecision.Doubt) -> Problem {
        let why =
            switch doubt {
            case .separated: "These two were taken apart by a person."
            case .large(let profiles): "This merge joins \(profiles) profiles, those merged before included."
            }
        return Problem(
            .stateConflict, why + #" Send "confirm": true to merge them all the same."#,
            flaws: [Flaw(pointer: "/confirm", code: doubt.code, detail: "true, to confirm the merge")])
    }

    init(_ error: StewardError) {
        switch error {
        case .store(let error): self.init(error)
        case .unknownTier: self = .invalidBody("/tier", "unknown_tier", "the name of a tier of the policy")
        case .refused(.profileNotFound): self = .unknownProfile
        case .refused(.otherNotFound): self = .unknownOther
        case .refused(.unconfirmed(let doubt)): self = .unconfirmed(doubt)
        case .refused(.alreadyOne): self.init(.stateConflict, "Both names mean one profile already.")
        case .refused(.notMerged):
            self.init(.stateConflict, "That profile was never merged into this one, or is out of it already.")
        }
    }
}

extension JSONWriter {
    /// More would not help to decide.
    private static let profileLimit = 20
    private static let changeLimit = 500

    /// The members that say what would change: whole profiles, and those members in which a profile that stays differs.
    mutating func rehearsal(_ rehearsal: Rehearsal) {
        let listed = rehearsal.changes.prefix(Self.profileLimit).map(RenderedChange.init)
        let differences = listed.flatMap { change in change.differences.map { (change.profile, $0) } }
        member("dry_run", true)
        member("needs_confirmation", rehearsal.doubt?.code)
        member("profiles") { $0.array(of: listed) { $1.write(to: &$0) } }
        member("changes") { json in
            json.array(of: differences.prefix(Self.changeLimit)) { json, change in
                json.object { $0.difference(change.1, of: change.0) }
            }
        }
        let isCut = listed.count < rehearsal.changes.count || differences.count > Self.changeLimit
        member("truncated", isCut)
    }

    fileprivate mutating func difference(_ difference: JSONDifference.Member, of profile: ProfileID) {
        member("profile_id", profile.description)
        member("pointer", difference.pointer)
        member("before") { $0.value(difference.before) }
        member("after") { $0.value(difference.after) }
    }
}

extension StewardDecision.Doubt {
    /// A word for programs.
    var code: String {
        switch self {
        case .separated: "separated"
        case .large: "many_profiles"
        }
    }
}

/// A change as two documents, as they are served.
private struct RenderedChange {
    let profile: ProfileID
    let before: JSONValue
    let after: JSONValue

    init(_ change: Rehearsal.Change) {
        profile = change.profile
        (before, after) = (Self.document(of: change.before), Self.document(of: change.after))
    }

    private static func document(of profile: Profile?) -> JSONValue {
        guard let profile else { return .null }
        return (try? JSONReader.parse(ProfileRenderer.render(profile))) ?? .null
    }

    /// None for a profile that comes or goes as a whole.
    var differences: [JSONDifference.Member] {
        guard before != .null, after != .null else { return [] }
        return JSONDifference(from: before, to: after).members
    }

    private var word: String {
        if before == .null { return "created" }
        return after == .null ? "removed" : "updated"
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("profile_id", profile.description)
            json.member("change", word)
            json.member("before") { $0.value(before) }
            json.member("after") { $0.value(after) }
        }
    }
}
