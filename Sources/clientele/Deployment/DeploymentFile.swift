import Configuration
import Foundation
import SystemPackage
import Yams

/// The optional YAML file: checked for keys nobody knows, then read like any other provider.
struct DeploymentFile {
    /// Names of sources and identifier types that the file tells something about.
    let sources: [String]
    let identifierTypes: [String]
    /// Nil for a file without settings, such as one that has been commented out.
    let provider: FileProvider<YAMLSnapshot>?

    /// - Throws: `DeploymentError` for a file that is missing, is no YAML or holds an unknown key.
    init(path: String) async throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw DeploymentError("configuration: cannot read the file given by --config or CLIENTELE_CONFIG")
        }
        let root: Node?
        do throws(BoundedYAML.Refusal) {
            root = try BoundedYAML.tree(of: Array(bytes))
        } catch {
            throw DeploymentError("configuration: \(path) \(error)")
        }
        for leaf in Self.leaves(of: root, at: []) where !DeploymentKeys.isKnown(leaf) {
            let hint = DeploymentKeys.suggestion(for: leaf).map { "; did you mean \($0)?" } ?? ""
            throw DeploymentError("configuration: unknown key \(leaf.joined(separator: "."))\(hint)")
        }
        sources = Self.names(in: root?["sources"])
        identifierTypes = Self.names(in: root?["identifiers"])
        guard root != nil else {
            provider = nil
            return
        }
        do {
            provider = try await FileProvider<YAMLSnapshot>(filePath: .init(path))
        } catch {
            throw DeploymentError("configuration: \(path) cannot be read as a tree of settings: \(error)")
        }
    }

    private static func leaves(of node: Node?, at path: [String]) -> [[String]] {
        guard let mapping = node?.mapping else { return path.isEmpty ? [] : [path] }
        return mapping.flatMap { key, value in leaves(of: value, at: path + [key.string ?? "?"]) }
    }

    private static func names(in node: Node?) -> [String] {
        node?.mapping?.compactMap { key, value in value.mapping == nil ? nil : key.string } ?? []
    }
}

/// Reads YAML of which nothing gets large: a few aliases of aliases would unfold to gigabytes.
enum BoundedYAML {
    /// Why a text is not read, in words for the operator.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    private static let maximumBytes = 1 << 20
    private static let maximumAliases = 1_000
    /// With aliases unfolded.
    private static let maximumNodes = 100_000

    /// The tree; nil for a text without any content.
    static func tree(of bytes: [UInt8]) throws(Refusal) -> Node? {
        guard bytes.count <= maximumBytes else {
            throw Refusal(description: "is longer than \(maximumBytes >> 20) MiB")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Refusal(description: "is not UTF-8") }
        try refuseUnboundAliases(in: text)
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw Refusal(description: "is not valid YAML: \(error)")
        }
        var left = maximumNodes
        guard let root else { return nil }
        guard count(root, &left) else {
            throw Refusal(description: "has aliases that unfold to more than \(maximumNodes) values")
        }
        return root
    }

    /// An alias is unfolded without being copied, but not where it is a key: keys are compared with each other.
    private static func refuseUnboundAliases(in text: String) throws(Refusal) {
        var aliases = 0
        var isAfterKeyMark = false
        for line in text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            var previous = UInt8(ascii: " ")
            for (index, byte) in zip(line.indices, line) {
                if byte == UInt8(ascii: "?"), isBoundary(previous), isBoundary(after(index, in: line)) {
                    isAfterKeyMark = true
                }
                if byte == UInt8(ascii: "*"), isBoundary(previous), !isBoundary(after(index, in: line)) {
                    aliases += 1
                    let name = line[index...].prefix { !isBoundary($0) }
                    let rest = line[name.endIndex...].drop { $0 == 0x20 }
                    if rest.first == UInt8(ascii: ":") || name.last == UInt8(ascii: ":") { isAfterKeyMark = true }
                }
                previous = byte
            }
        }
        guard aliases > 0 else { return }
        if aliases > maximumAliases { throw Refusal(description: "has more than \(maximumAliases) aliases") }
        if isAfterKeyMark { throw Refusal(description: "has aliases and composed keys, which do not go together") }
    }

    private static func after(_ index: Substring.UTF8View.Index, in line: Substring.UTF8View) -> UInt8 {
        let next = line.index(after: index)
        return next < line.endIndex ? line[next] : UInt8(ascii: " ")
    }

    private static func isBoundary(_ byte: UInt8) -> Bool {
        byte <= 0x20
            || [UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}")]
                .contains(byte)
    }

    /// False when there are more than are left.
    private static func count(_ node: Node, _ left: inout Int) -> Bool {
        left -= 1
        guard left > 0 else { return false }
        switch node {
        case .scalar, .alias: return true
        case .sequence(let sequence):
            for element in sequence { guard count(element, &left) else { return false } }
        case .mapping(let mapping):
            for (key, value) in mapping { guard count(key, &left), count(value, &left) else { return false } }
        }
        return true
    }
}
