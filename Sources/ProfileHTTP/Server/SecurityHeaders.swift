import HTTPTypes

/// What every answer tells browsers, lest they do something clever with personal data.
enum SecurityHeaders {
    static func add(to fields: inout HTTPFields) {
        fields[.xContentTypeOptions] = "nosniff"
        fields[referrerPolicy] = "no-referrer"
        set(.contentSecurityPolicy, to: "default-src 'none'; frame-ancestors 'none'", in: &fields)
        set(.cacheControl, to: "no-store", in: &fields)
    }

    private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server

    private static func set(_ name: HTTPField.Name, to value: String, in fields: inout HTTPFields) {
        if fields[name] == nil { fields[name] = value }
    }
}
