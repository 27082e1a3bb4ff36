import OpenAPIDocument
import ProfileWire
import Synchronization
import Testing
import Yams

/// Schemas of the API's description.
enum DescribedSchema {
    private static let fitting = Mutex(Fitting(schemas: try? all()))

    private static func all() throws -> Node {
        let root = try #require(try Yams.compose(yaml: OpenAPIDocument.openAPI))
        return try #require(root["components"]?["schemas"])
    }

    static func named(_ name: String) throws -> Node {
        try #require(try all()[name])
    }

    /// Where a value is not what the schema says: of another type, none of the words, with a member too many or too
    /// few. Empty when it is.
    static func misfits(_ value: JSONValue, _ name: String) -> [String] {
        fitting.withLock { fitting in
            guard let schema = fitting.schemas?[name] else { return ["\(name) is not described"] }
            return fitting.misfits(value, schema, at: "")
        }
    }
}

private struct Fitting {
    let schemas: Node?

    func misfits(_ value: JSONValue, _ schema: Node, at place: String) -> [String] {
        let schema = resolved(schema)
        if let choices = schema["oneOf"]?.array() {
            let fits = choices.contains { misfits(value, $0, at: place).isEmpty }
            return fits ? [] : ["\(place) is none of \(choices.count)"]
        }
        let parts = [schema] + (schema["allOf"]?.array() ?? []).map(resolved)
        var found = parts.flatMap { ownMisfits(value, $0, at: place) }
        if case .array(let values) = value, let items = parts.compactMap({ $0["items"] }).first {
            for (index, value) in values.enumerated() { found += misfits(value, items, at: "\(place)/\(index)") }
        }
        let described = parts.flatMap { $0["properties"]?.mapping.map(Array.init) ?? [] }
        guard case .object(let object) = value, !described.isEmpty else { return found }
        let names = Set(described.compactMap(\.key.string))
        let required = Set(parts.flatMap { $0["required"]?.array() ?? [] }.compactMap(\.string))
        let present = Set(object.members.map(\.name))
        found += present.subtracting(names).map { "\(place)/\($0) is not described" }
        found += required.subtracting(present).map { "\(place)/\($0) is missing" }
        for member in object.members {
            guard let property = described.first(where: { $0.key.string == member.name })?.value else { continue }
            found += misfits(member.value, property, at: "\(place)/\(member.name)")
        }
        return found
    }

    private func ownMisfits(_ value: JSONValue, _ schema: Node, at place: String) -> [String] {
        var found: [String] = []
        let types = schema["type"].map { $0.sequence.map(Array.init) ?? [$0] }?.compactMap(\.scalar?.string)
        if let types, types.allSatisfy({ !Self.isOf(value, $0) }) { found.append("\(place) is not \(types)") }
        let words = schema["enum"]?.array().compactMap(\.scalar?.string)
        if let words, !words.contains(value.string ?? "null") { found.append("\(place) is none of \(words)") }
        if let pattern = schema["pattern"]?.string, let text = value.string,
            let regex = try? Regex(pattern), text.firstMatch(of: regex) == nil
        {
            found.append("\(place) does not match \(pattern)")
        }
        return found
    }

    private func resolved(_ schema: Node) -> Node {
        guard let name = schema["$ref"]?.string?.split(separator: "/").last else { return schema }
        return schemas?[String(name)].map(resolved) ?? schema
    }

    private static func isOf(_ value: JSONValue, _ type: String) -> Bool {
        switch value {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .number(let text): type == "number" || type == "integer" && Int(text) != nil
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}
