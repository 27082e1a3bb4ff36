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
