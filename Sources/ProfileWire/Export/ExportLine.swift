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
        case withdrawn, held, refused, merge, separation, profile, due, end
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
