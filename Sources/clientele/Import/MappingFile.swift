import Foundation
import Mappings
import ProfileWire
import Yams

/// A mapping in a YAML file, or one that comes with the program.
struct MappingFile {
    let path: String
    let mapping: Mapping
    /// The file as it is, to tell whether it is the same as last time.
    let bytes: [UInt8]
    /// Whether it comes with the program.
    var isEmbedded = false

    /// `path` is that of a file, or else the name of a mapping that comes with the program.
    init(path: String) throws(ImportFailure) {
        if let embedded = EmbeddedMapping.named(path), FileKind(path) == .none {
            try self.init(path: path, bytes: embedded.yaml)
            isEmbedded = true
        } else {
            try self.init(path: path, bytes: try Self.contents(of: path))
        }
    }

    private static func contents(of path: String) throws(ImportFailure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            let hint = "; clientele mappings lists those that come with the program"
            throw ImportFailure("the mapping \(path) cannot be read" + (FileKind(path) == .none ? hint : ""))
        }
        return Array(data)
    }

    /// One of files of visits.
    static func visits(path: String) throws(ImportFailure) -> VisitMapping {
        let tree = try Self.tree(of: try contents(of: path), path)
        do throws(WireRejection) { return try VisitMapping(tree) } catch { throw Self.failure(error, path) }
    }

    private static func failure(_ error: WireRejection, _ path: String) -> ImportFailure {
        let problems = error.problems.map { "\($0.pointer.isEmpty ? "/" : $0.pointer): \($0.detail)" }
        return ImportFailure("the mapping \(path) cannot be used: " + problems.joined(separator: "; "))
    }

    init(path: String, bytes: [UInt8]) throws(ImportFailure) {
        self.path = path
        self.bytes = bytes
        let tree = try Self.tree(of: bytes, path)
        do throws(WireRejection) {
            mapping = try Mapping(tree)
        } catch {
            throw Self.failure(error, path)
        }
    }

    static func tree(of bytes: [UInt8], _ path: String) throws(ImportFailure) -> JSONValue {
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
