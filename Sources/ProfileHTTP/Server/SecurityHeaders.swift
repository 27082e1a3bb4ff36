import HTTPTypes
import Hummingbird

/// What every answer tells browsers, lest they do something clever with personal data.
enum SecurityHeaders {
    static func add(to response: inout Response) {
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[referrerPolicy] = "no-referrer"
        set(.contentSecurityPolicy, to: "default-src 'none'; frame-ancestors 'none'", in: &response)
        set(.cacheControl, to: "no-store", in: &response)
    }

    private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server

    private static func set(_ name: HTTPField.Name, to value: String, in response: inout Response) {
        if response.headers[name] == nil { response.headers[name] = value }
    }
}
