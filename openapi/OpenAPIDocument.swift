/// The description of the HTTP API and the page that explains it, built into the program.
package enum OpenAPIDocument {
    /// `openapi.yaml`: OpenAPI 3.1.
    package static let openAPI = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)

    /// `docs.html`: a page that needs nothing but itself.
    package static let docs = String(decoding: PackageResources.docs_html, as: UTF8.self)
}
