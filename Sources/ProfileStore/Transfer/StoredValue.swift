package import ProfileCore

/// What stands in one column of one row.
package enum StoredValue: Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case id(ProfileID)

    /// How much memory it takes, roughly.
    var size: Int {
        switch self {
        case .null, .integer, .id: 16
        case .text(let text): 16 + text.utf8.count
        case .bytes(let bytes): 16 + bytes.count
        }
    }
}

extension StoredValue: Equatable {
    /// Texts are the same when their bytes are.
    package static func == (left: StoredValue, right: StoredValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let left), .integer(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.id(let left), .id(let right)): left == right
        default: false
        }
    }
}

extension StoredValue: Comparable {
    /// In the order in which stores keep keys; values of one column are all of one kind.
    package static func < (left: StoredValue, right: StoredValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
        case (.id(let left), .id(let right)): left < right
        default: false
        }
    }
}

extension StoredValue {
    package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    package var id: ProfileID? { if case .id(let id) = self { id } else { nil } }
}
