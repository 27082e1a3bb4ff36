/// Addresses of web pages, which agents open by a click.
enum WebAddress {
    static let rule = "the whole address of a web page, such as https://shop.example/tents"

    /// Whether the text is an address with `http` or `https` and a host.
    static func isAddress(_ text: String) -> Bool {
        let schemes = ["https://", "http://"]
        guard let scheme = schemes.first(where: { text.prefix($0.count).lowercased() == $0 }) else { return false }
        let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return isHost(host)
    }

    /// A name or a number, perhaps with a port. What else browsers make a host of, as of backslashes, hides where a
    /// link leads.
    private static func isHost(_ text: Substring) -> Bool {
        if text.first == "[" {
            return text.dropFirst().drop { $0.isHexDigit || ":.".contains($0) }.first == "]"
        }
        let name = text.prefix { $0 != ":" }
        guard text.dropFirst(name.count + 1).allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
        return name.first.map { $0.isLetter || $0.isNumber } ?? false
            && name.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
    }
}
