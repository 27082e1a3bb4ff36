/// What makes a fact one and the same fact: its kind, the source that states it and the source's id for it.
package struct FactKey: Hashable, Comparable, Sendable {
    package let kind: RecordKind
    package let source: String
    package let id: String

    package init(kind: RecordKind, source: String, id: String) {
        self.kind = kind
        self.source = source
        self.id = id
    }

    package static func < (left: FactKey, right: FactKey) -> Bool {
        (left.kind, left.source, left.id) < (right.kind, right.source, right.id)
    }
}
