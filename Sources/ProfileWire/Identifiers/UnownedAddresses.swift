/// Mail addresses that machines write from and nobody owns: `no-reply@`, `mailer-daemon@`. Two records that share one
/// may be of two people.
enum UnownedAddresses {
    /// Anywhere in the part before the @, without its separators and what follows a plus sign.
    private static let parts: [[UInt8]] = [
        "noreply", "donotreply", "dontreply", "neverreply", "noreponse", "nepasrepondre", "noresponder", "naoresponder",
        "nichtantworten", "keineantwort", "nonrispondere", "nietantwoorden", "nieodpowiadaj", "mailerdaemon",
    ].map { Array($0.utf8) }

    private static let initials = Array("ndkm".utf8)

    /// The whole part before the @, but for digits at its end.
    private static let names: Set<String> = [
        "autoreply", "autoresponder", "bounce", "bounces", "devnull", "keineemail", "keinemail", "maildaemon",
        "noemail", "nomail", "notreply", "postmaster", "sansemail", "undisclosedrecipients",
    ]

    /// `address` is normalised.
    static func contains(_ address: String) -> Bool {
        guard let sign = address.utf8.firstIndex(of: UInt8(ascii: "@")) else { return false }
        let name = letters(of: address.utf8[..<sign])
        if names.contains(withoutDigitsAtEnd(name)) || hasPart(name) { return true }
        let domain = address.utf8[address.utf8.index(after: sign)...]
        // `none@none.com`, `null@null.de`: a name may be Null, but then their host is not.
        let host = domain.prefix { $0 != UInt8(ascii: ".") }
        return BlockedValues.contains(name) && BlockedValues.contains(letters(of: host))
    }

    /// Without separators and what follows a plus sign or, as in addresses for bounces, an equals sign.
    private static func letters(of text: Substring.UTF8View) -> String {
        let base = text.prefix { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "=") }
        return String(
            decoding: base.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".") },
            as: UTF8.self)
    }

    /// Whether one of the parts is somewhere in the name.
    private static func hasPart(_ name: String) -> Bool {
        var rest = name.utf8[...]
        while let first = rest.first {
            if initials.contains(first), parts.contains(where: { rest.starts(with: $0) }) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    private static func withoutDigitsAtEnd(_ name: String) -> String {
        var name = Substring(name)
        while let last = name.utf8.last, last &- UInt8(ascii: "0") < 10 { name = name.dropLast() }
        return String(name)
    }
}
