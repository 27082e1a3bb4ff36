import Mappings
import ProfileWire
import Yams

extension EmbeddedMapping {
    /// The mapping that the file describes, read as the program does.
    func mapping() throws -> Mapping {
        let node = try Yams.compose(yaml: String(decoding: yaml, as: UTF8.self))
        return try Mapping(Self.value(of: node ?? .scalar(.init(""))))
    }

    private static func value(of node: Node) -> JSONValue {
        switch node {
        case .scalar(let scalar): .string(scalar.string)
        case .sequence(let sequence): .array(sequence.map(value))
        case .mapping(let mapping):
            .object(JSONObject(members: mapping.map { .init(name: $0.key.string ?? "", value: value(of: $0.value)) }))
        case .alias: .null
        }
    }
}
