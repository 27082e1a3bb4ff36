/// Addresses of web pages, which agents open by a click.
enum WebAddress {
    static let rule = "the whole address of a web page, such as https://shop.example/tents"

    /// Whether the text is an address with `http` or `https` and a host, and perhaps a port.
    ///
    /// User names and backslashes are none of it: browsers read on from them in ways that hide where a link leads.
    static func isAddress(_ text: String) -> Bool {
        let schemes = ["https://", "http://"]
        guard let scheme = schemes.first(where: { text.prefix($0.count).lowercased() == $0 }) else { return false }
        let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard authority.first == "[" else {
            let name = authority.prefix { $0 != ":" }
            return isName(name) && isPort(authority.dropFirst(name.count))
        }
        let number = authority.dropFirst().prefix { $0 != "]" }
        let rest = authority.dropFirst(1 + number.count)
        return isNumber(number) && rest.first == "]" && isPort(rest.dropFirst())
    }

    /// Letters of any script, digits, and what joins them.
    private static func isName(_ host: Substring) -> Bool {
        host.first.map(isLetterOrDigit) ?? false && host.allSatisfy { isLetterOrDigit($0) || "-._".contains($0) }
    }

    private static func isLetterOrDigit(_ character: Character) -> Bool {
        character.isLetter || (character.isASCII && character.isNumber)
    }

    /// Whether it is written as numbers of IPv6 are.
    private static func isNumber(_ host: Substring) -> Bool {
        host.contains(":") && host.allSatisfy { ($0.isASCII && $0.isHexDigit) || ":.".contains($0) }
    }

    /// Nothing, or a port after a colon, which may be left out.
    private static func isPort(_ text: Substring) -> Bool {
        guard let colon = text.first else { return true }
        let digits = text.dropFirst()
        guard colon == ":", digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
        return digits.isEmpty || UInt16(digits) != nil
    }
}
