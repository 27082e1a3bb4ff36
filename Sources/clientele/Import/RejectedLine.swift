import Foundation
import ProfileWire

/// A line of a file of rejects is run as the line it was.
enum RejectedLine {
    /// The original line, or `bytes` when they are no rejected one.
    static func original(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.starts(with: Array(#"{"rejected_line":"#.utf8)), let value = try? JSONReader.parse(bytes),
            case .object(let object) = value
        else { return bytes }
        if let record = object["record"] {
            var json = JSONWriter()
            json.value(record)
            return json.bytes
        }
        if case .string(let text)? = object["text"] { return Array(text.utf8) }
        if case .string(let text)? = object["base64"], let data = Data(base64Encoded: text) { return Array(data) }
        return bytes
    }
}
