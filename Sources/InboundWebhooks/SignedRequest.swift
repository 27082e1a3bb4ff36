/// A request that claims to be a delivery of another system, as it came.
package struct SignedRequest: Sendable {
    package let method: String
    /// The addresses that the sender may have signed: it is not always known by which one it was reached.
    package let urls: [String]
    /// As it came on the wire, which is what was signed.
    package private(set) var body: [UInt8]
    private let headers: @Sendable (String) -> String?

    /// `headers` gives the value of a field by its name, in whatever case.
    package init(
        method: String = "POST", urls: [String], body: [UInt8], headers: @escaping @Sendable (String) -> String?
    ) {
        self.method = method
        self.urls = urls
        self.body = body
        self.headers = headers
    }

    /// The same with what its body says, for reading it once the signature was proved.
    package func saying(_ unpacked: [UInt8]) -> SignedRequest {
        var request = self
        request.body = unpacked
        return request
    }

    package func header(_ name: String) -> String? { headers(name) }

    /// The first of several that is there.
    func header(_ names: [String]) -> String? { names.lazy.compactMap(headers).first }

    /// Whether the body is a form, as browsers send them.
    var isForm: Bool {
        let type = header("Content-Type")?.prefix { $0 != ";" && $0 != " " }.lowercased()
        return type == "application/x-www-form-urlencoded"
    }
}

/// Fields of a form in the order in which they were sent, decoded.
struct FormFields: Sendable {
    let fields: [(name: String, value: String)]

    /// Nil for what is no form of texts in UTF-8.
    init?(_ body: some Sequence<UInt8>) {
        guard let text = String(validating: Array(body), as: UTF8.self) else { return nil }
        var fields: [(String, String)] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                return nil
            }
            fields.append((name, value))
        }
        self.fields = fields
    }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    private static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(Hex.digit), let low = rest.next().flatMap(Hex.digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

enum Hex {
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Nil for what is not written in pairs of hexadecimal digits.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map(digit)
        guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
        let known = digits.compactMap(\.self)
        return stride(from: 0, to: known.count, by: 2).map { known[$0] << 4 | known[$0 + 1] }
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
