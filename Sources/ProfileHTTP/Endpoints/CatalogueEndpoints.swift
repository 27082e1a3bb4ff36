import Hummingbird
import ProfileCore
import ProfileService
import ProfileWire

/// Products and notices as all sources together state them.
enum CatalogueEndpoints {
    static let routes = [
        Route(.get, "/v1/products/{sku}", .profileReaders, handle: product),
        Route(.get, "/v1/notices", .profileReaders, handle: notices),
    ]

    private static func product(_ exchange: Exchange) throws -> Response {
        let sku = try exchange.parameter("sku")
        guard let product = exchange.service.knownCatalogue?.product(sku) else {
            throw Problem(.notFound, "No source states such a product.")
        }
        return .json { $0.product(product) }
    }

    private static func notices(_ exchange: Exchange) -> Response {
        let (notices, now) = (exchange.service.knownCatalogue?.notices.all ?? [], exchange.context.now())
        return .json { json in
            json.object { $0.member("notices") { $0.array(of: notices) { $0.notice($1, at: now) } } }
        }
    }
}
