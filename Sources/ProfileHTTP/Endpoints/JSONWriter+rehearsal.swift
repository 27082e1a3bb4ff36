import ProfileCore
import ProfileService
import ProfileWire

extension JSONWriter {
    /// More would help nobody to decide.
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
