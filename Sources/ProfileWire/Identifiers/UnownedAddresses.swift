/// Mail addresses that machines write from and nobody owns: `no-reply@`, `mailer-daemon@`. Two records that share one
/// may be of two people.
enum UnownedAddresses {
    /// Anywhere in the part before the @, without its separators and what follows a plus sign.
    private static let parts: [[UInt8]] = [
        "noreply", "donotreply", "dontreply", "neverreply", "noreponse", "nepasrepondre", "noresponder", "naoresponder",
        "nichtantworten", "keineantwort", "nonrispondere", "nietantwoorden", "nieodpowiadaj", "mailerdaemon",
    ].map { Array($0.utf8) }

    /// The whole part before the @, but for digits at its end.
    private static let names: Set<[UInt8]> = Set(
        [
            "autoreply", "autoresponder", "bounce", "bounces", "devnull", "keineemail", "keinemail", "maildaemon",
            "noemail", "nomail", "notreply", "postmaster", "sansemail", "undisclosedrecipients",
        ].map { Array($0.utf8) })

    /// `address` is normalised.
    static func contains(_ address: String) -> Bool {
        guard let sign = address.utf8.firstIndex(of: UInt8(ascii: "@")) else { return false }
        let name = letters(of: address.utf8[..<sign])
        if names.contains(withoutDigitsAtEnd(name)) || hasPart(name) { return true }
        // `none@none.com`, `null@null.de`: a name may be Null, but then their host is not.
        guard BlockedValues.contains(String(decoding: name, as: UTF8.self)) else { return false }
        let domain = address.utf8[address.utf8.index(after: sign)...]
        let host = letters(of: domain.prefix { $0 != UInt8(ascii: ".") })
        return BlockedValues.contains(String(decoding: host, as: UTF8.self))
    }

    /// Without separators and what follows a plus sign or, as in addresses for bounces, an equals sign.
    private static func letters(of text: Substring.UTF8View) -> [UInt8] {
        text.prefix { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "=") }
            .filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".") }
    }

    /// Whether one of the parts is somewhere in the name.
    private static func hasPart(_ name: [UInt8]) -> Bool {
        name.indices.contains { start in
            beginsPart(name[start]) && parts.contains { name[start...].starts(with: $0) }
        }
    }

    private static func beginsPart(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "n"), UInt8(ascii: "d"), UInt8(ascii: "k"), UInt8(ascii: "m"): true
        default: false
        }
    }

    private static func withoutDigitsAtEnd(_ name: [UInt8]) -> [UInt8] {
        let end = name.lastIndex { $0 &- UInt8(ascii: "0") >= 10 }.map { $0 + 1 } ?? 0
        return end == name.count ? name : Array(name[..<end])
    }
}
