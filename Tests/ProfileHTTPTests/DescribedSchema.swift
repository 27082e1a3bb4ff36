import OpenAPIDocument
import Testing
import Yams

/// Schemas of the API's description.
enum DescribedSchema {
    static func named(_ name: String) throws -> Node {
        let root = try #require(try Yams.compose(yaml: OpenAPIDocument.openAPI))
        return try #require(root["components"]?["schemas"]?[name])
    }
}
