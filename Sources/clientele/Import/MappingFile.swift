import Foundation
import ProfileWire
import Yams

/// A mapping in a YAML file.
struct MappingFile {
    let path: String
    let mapping: Mapping
    /// The file as it is, to tell whether it is the same as last time.
    let bytes: [UInt8]

    init(path: String) throws(ImportFailure) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ImportFailure("the mapping \(path) cannot be read")
        }
        try self.init(path: path, bytes: Array(data))
    }

    init(path: String, bytes: [UInt8]) throws(ImportFailure) {
        self.path = path
        self.bytes = bytes
        let tree = try Self.tree(of: bytes, path)
        do throws(WireRejection) {
            mapping = try Mapping(tree)
        } catch {
            let problems = error.problems.map { "\($0.pointer.isEmpty ? "/" : $0.pointer): \($0.detail)" }
            throw ImportFailure("the mapping \(path) cannot be used: " + problems.joined(separator: "; "))
        }
    }

    private static func tree(of bytes: [UInt8], _ path: String) throws(ImportFailure) -> JSONValue {
        let node: Node?
        do throws(BoundedYAML.Refusal) {
            node = try BoundedYAML.tree(of: bytes)
        } catch {
            throw ImportFailure("the mapping \(path) \(error)")
        }
        guard let node else { throw ImportFailure("the mapping \(path) is empty") }
        return value(of: node)
    }

    /// Scalars stay as they were written: `No` may be a column's name, and `007` an id.
    private static func value(of node: Node) -> JSONValue {
        switch node {
        case .scalar(let scalar): return isNull(scalar) ? .null : .string(scalar.string)
        case .sequence(let sequence): return .array(sequence.map(value))
        case .mapping(let mapping):
            return .object(
                JSONObject(
                    members: mapping.map { .init(name: $0.key.string ?? "", value: value(of: $0.value)) }))
        case .alias: return .null
        }
    }

    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
