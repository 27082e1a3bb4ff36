/// The four kinds of statement a source can make.
package enum RecordKind: UInt8, CaseIterable, Hashable, Comparable, Sendable {
    case customer = 1
    case order = 2
    case interaction = 3
    case activity = 4

    package static func < (left: RecordKind, right: RecordKind) -> Bool {
        left.rawValue < right.rawValue
    }
}
