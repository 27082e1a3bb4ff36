import ProfileCore
import ProfileStore
import ProfileWire

extension FactKey {
    fileprivate var cursorParts: [String] { [kind.word, source, id] }

    fileprivate init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        let parts = Array(parts)
        guard let kind = RecordKind(word: parts[0]) else { throw PageCursor.invalid }
        self.init(kind: kind, source: parts[1], id: parts[2])
    }

    var cursor: String { PageCursor.encode(cursorParts) }

    init(cursor: String) throws(Problem) {
        try self.init(cursorParts: PageCursor.decode(cursor, count: 3)[...])
    }
}

extension TimelineCursor {
    init(_ fact: Fact) {
        self.init(at: fact.record.happenedAt, key: fact.key)
    }

    var cursor: String { PageCursor.encode([String(at.milliseconds)] + key.cursorParts) }

    init(cursor: String) throws(Problem) {
        let parts = try PageCursor.decode(cursor, count: 4)
        self.init(at: try Timestamp(cursorPart: parts[0]), key: try FactKey(cursorParts: parts[1...]))
    }
}

extension ConflictCursor {
    var cursor: String {
        PageCursor.encode(
            [isResolved ? "1" : "0", String(at.milliseconds)] + fact.cursorParts + [identifier.type, identifier.value])
    }

    init(cursor: String) throws(Problem) {
        let parts = try PageCursor.decode(cursor, count: 7)
        self.init(
            isResolved: parts[0] == "1", at: try Timestamp(cursorPart: parts[1]),
            fact: try FactKey(cursorParts: parts[2...4]), identifier: Identifier(type: parts[5], value: parts[6]))
    }
}

extension Timestamp {
    fileprivate init(cursorPart text: String) throws(Problem) {
        guard let milliseconds = Int64(text) else { throw PageCursor.invalid }
        self.init(milliseconds: milliseconds)
    }
}
