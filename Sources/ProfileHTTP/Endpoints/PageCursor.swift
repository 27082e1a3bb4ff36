import Foundation
import ProfileCore
import ProfileStore
import ProfileWire

/// The place where the next page begins, opaque to clients.
enum PageCursor {
    private static let separator = Character("\u{1F}")

    static func encode(_ parts: [String]) -> String {
        Data(parts.joined(separator: String(separator)).utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Exactly `count` parts; throws a problem when `text` is no cursor that was given out.
    static func decode(_ text: String, count: Int) throws(Problem) -> [String] {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let joined = String(validating: data, as: UTF8.self) else {
            throw invalid
        }
        let parts = joined.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == count else { throw invalid }
        return parts
    }

    static let ofAnotherProfile = Problem.malformedQuery(
        "bad_cursor", "The cursor is of another profile; it goes with the path of the page that gave it.")

    static let invalid = Problem.malformedQuery("bad_cursor", "A cursor is the `next` of an earlier page, unchanged.")
}

/// A place that a cursor can tell.
protocol CursorPlace {
    static var partCount: Int { get }
    var cursorParts: [String] { get }

    /// `parts` are as many as `partCount`; throws a problem when they are no such place.
    init(cursorParts parts: ArraySlice<String>) throws(Problem)
}

extension CursorPlace {
    var cursor: String { PageCursor.encode(cursorParts) }

    init(cursor: String) throws(Problem) {
        try self.init(cursorParts: PageCursor.decode(cursor, count: Self.partCount)[...])
    }
}

/// A place among what belongs to one profile.
struct PlaceInProfile<Place: CursorPlace>: CursorPlace {
    static var partCount: Int { 1 + Place.partCount }

    let profile: ProfileID
    let place: Place

    init(_ profile: ProfileID, _ place: Place) {
        self.profile = profile
        self.place = place
    }

    var cursorParts: [String] { [profile.description] + place.cursorParts }

    init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        guard let profile = parts.first.flatMap({ ProfileID($0) }) else { throw PageCursor.invalid }
        self.init(profile, try Place(cursorParts: parts.dropFirst()))
    }

    /// Throws a problem when the place is not one of `state`, under any of its names.
    func check(_ state: ProfileState) throws(Problem) {
        guard profile == state.id || state.aliases.contains(profile) else { throw PageCursor.ofAnotherProfile }
    }
}

extension FactKey: CursorPlace {
    static var partCount: Int { 3 }

    var cursorParts: [String] { [kind.word, source, id] }

    init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        let parts = Array(parts)
        guard let kind = RecordKind(word: parts[0]) else { throw PageCursor.invalid }
        self.init(kind: kind, source: parts[1], id: parts[2])
    }
}

extension TimelineCursor: CursorPlace {
    static var partCount: Int { 1 + FactKey.partCount }

    init(_ fact: Fact) {
        self.init(at: fact.record.happenedAt, key: fact.key)
    }

    var cursorParts: [String] { [String(at.milliseconds)] + key.cursorParts }

    init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        let parts = Array(parts)
        self.init(at: try Timestamp(cursorPart: parts[0]), key: try FactKey(cursorParts: parts[1...]))
    }
}

extension ConflictCursor: CursorPlace {
    /// Far more than a record can name identifiers.
    private static let mostShown = 10_000

    static var partCount: Int { 3 + FactKey.partCount }

    var cursorParts: [String] {
        [isResolved ? "1" : "0", String(at.milliseconds), String(shown)] + fact.cursorParts
    }

    init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        let parts = Array(parts)
        guard ["0", "1"].contains(parts[0]), let shown = Int(parts[2]), (1...Self.mostShown).contains(shown) else {
            throw PageCursor.invalid
        }
        self.init(
            isResolved: parts[0] == "1", at: try Timestamp(cursorPart: parts[1]),
            fact: try FactKey(cursorParts: parts[3...]), shown: shown)
    }
}

extension Timestamp {
    fileprivate init(cursorPart text: String) throws(Problem) {
        guard let milliseconds = Int64(text) else { throw PageCursor.invalid }
        self.init(milliseconds: milliseconds)
    }
}
