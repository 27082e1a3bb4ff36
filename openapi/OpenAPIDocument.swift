import COpenAPI

/// The description of the HTTP API and the page that explains it, built into the program.
package enum OpenAPIDocument {
    /// `openapi.yaml`: OpenAPI 3.1.
    package static let openAPI = text(clientele_openapi())

    /// `docs.html`: a page that needs nothing but itself.
    package static let docs = text(clientele_docs())

    private static func text(_ text: clientele_text) -> String {
        String(decoding: UnsafeBufferPointer(start: text.bytes, count: Int(text.count)), as: UTF8.self)
    }
}
