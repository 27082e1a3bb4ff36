import Mappings
import ProfileWire

extension MappingLibrary {
    /// The mappings that come with the program by their names, and YAML of several lines.
    static let ofProgram = MappingLibrary(names: EmbeddedMapping.all.map(\.name)) { text throws(WireRejection) in
        if let embedded = EmbeddedMapping.named(text) { return try mapping(of: embedded.yaml) }
        guard text.contains("\n") else { throw WireRejection(problems: [unknown]) }
        return try mapping(of: Array(text.utf8))
    }

    private static func mapping(of bytes: [UInt8]) throws(WireRejection) -> Mapping {
        let tree: JSONValue
        do throws(ImportFailure) {
            tree = try MappingFile.tree(of: bytes, "")
        } catch {
            throw WireRejection(problems: [WireProblem(pointer: "", code: .badRow, detail: "\(error)")])
        }
        return try Mapping(tree)
    }
}
