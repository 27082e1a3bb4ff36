/// Which media types a body may have.
enum MediaType {
    static let json = "application/json"
    static let recordStreams = ["application/x-ndjson", "application/ndjson", "application/jsonl"]

    /// Throws a problem when `header` names another type; a request without the header is trusted.
    static func check(_ header: String?, for body: Route.Body) throws(Problem) {
        guard let header, let wanted = accepted(for: body) else { return }
        let type = header.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        guard wanted.contains(type) else {
            throw Problem(.unsupportedMediaType, "Send the body as Content-Type: \(wanted[0]).")
        }
    }

    private static func accepted(for body: Route.Body) -> [String]? {
        switch body {
        case .none: nil
        case .json: [json]
        case .recordStream: recordStreams
        }
    }
}
