import CPhoneNumbers
import Foundation

/// Email addresses in the one form they are compared in.
enum EmailAddress {
    /// The longest part before the @ (RFC 5321, section 4.5.3.1), in bytes.
    private static let longestLocalPart = 64
    private static let longestLabel = 63
    private static let longestHost = 253

    /// Lower-cased, NFC, the domain in ASCII, without what mail programs put around it; nil when it is no address.
    /// `text` is clean.
    ///
    /// Case in the part before the @ is dropped too: no mail provider of note tells people apart by it.
    static func normalized(_ text: String) -> String? {
        // An apostrophe may stand in an address, but one at its start is a spreadsheet's.
        let isQuoted = text.utf8.first == UInt8(ascii: "'")
        return (isQuoted ? nil : plain(text)) ?? plain(EmailWrapping.unwrapped(text))
    }

    private static func plain(_ text: String) -> String? {
        let isASCII = CleanText.isASCII(text)
        let lower =
            isASCII ? text.lowercased() : FullWidth.folded(text).lowercased().precomposedStringWithCanonicalMapping
        guard let sign = lower.utf8.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        let (local, domain) = (lower.utf8[..<sign], lower.utf8[lower.utf8.index(after: sign)...])
        guard isDotAtom(local), let host = host(domain) else { return nil }
        return isASCII && host.utf8.count == domain.count ? lower : "\(lower[..<sign])@\(host)"
    }

    // MARK: The part before the @

    /// A dot-atom (RFC 5322, section 3.2.3), in which letters of all languages stand as well (RFC 6532).
    private static func isDotAtom(_ local: Substring.UTF8View) -> Bool {
        guard (1...longestLocalPart).contains(local.count) else { return false }
        var previous = UInt8(ascii: ".")
        var isASCII = true
        for byte in local {
            if byte == UInt8(ascii: "."), previous == byte { return false }
            if byte >= 0x80 { isASCII = false } else if byte != UInt8(ascii: "."), !isAtomText(byte) { return false }
            previous = byte
        }
        return previous != UInt8(ascii: ".") && (isASCII || isWritten(Substring(local)))
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    /// Whether all beyond ASCII are letters, marks and digits.
    private static func isWritten(_ text: Substring) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            if scalar.isASCII { return true }
            return switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .nonspacingMark,
                .spacingMark, .decimalNumber:
                true
            default: false
            }
        }
    }

    // MARK: The part behind it

    /// The domain in ASCII, without a full stop at its end; nil when it is no name of a host.
    private static func host(_ domain: Substring.UTF8View) -> String? {
        let bare = domain.last == UInt8(ascii: ".") ? domain.dropLast() : domain
        let name = String(Substring(bare))
        // Checked after the mapping of UTS 46, which turns look-alikes into an @ or a space.
        guard let ascii = CleanText.isASCII(name) ? name : idna(name), isHostName(ascii.utf8) else { return nil }
        return ascii
    }

    /// Letters, digits and hyphens in labels (RFC 1123, section 2.1); the last label is no number, as in an IP address.
    private static func isHostName(_ name: String.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        var (length, isNumber, previous) = (0, true, hyphen)
        for byte in name {
            if byte == UInt8(ascii: ".") {
                guard (1...longestLabel).contains(length), previous != hyphen else { return false }
                (length, isNumber) = (0, true)
            } else {
                let isDigit = byte &- UInt8(ascii: "0") < 10
                guard isDigit || byte &- UInt8(ascii: "a") < 26 || (byte == hyphen && length > 0) else { return false }
                (length, isNumber) = (length + 1, isNumber && isDigit)
            }
            previous = byte
        }
        return (1...longestLabel).contains(length) && previous != hyphen && !isNumber && name.count <= longestHost
    }

    private static func idna(_ name: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            let length = clientele_idna_to_ascii(name, buffer.baseAddress, buffer.count)
            guard length > 0 else { return nil }
            return String(decoding: buffer[..<Int(length)].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}

/// Takes a mail address out of what mail programs and address books put around it.
enum EmailWrapping {
    /// `jane@example.com` from `Jane Doe <jane@example.com>`, `mailto:jane@example.com` or `(jane@example.com);`. What
    /// is not wrapped, or not plainly, comes back as it is.
    static func unwrapped(_ text: String) -> String {
        var rest = Substring(text)
        if let inner = angleBracketed(rest) { rest = inner }
        rest = withoutComment(rest)
        rest = withoutScheme(rest)
        while let inner = withoutPair(rest) ?? withoutStray(rest) { rest = inner }
        return String(withoutScheme(rest))
    }

    /// What stands between the last `<` and the `>` that ends the text.
    private static func angleBracketed(_ text: Substring) -> Substring? {
        guard let start = text.utf8.lastIndex(of: UInt8(ascii: "<")),
            let end = text.utf8[start...].firstIndex(of: UInt8(ascii: ">")),
            text.utf8[text.utf8.index(after: end)...].allSatisfy(isSeparator)
        else { return nil }
        // Two addresses in angle brackets are no plain one.
        guard !text.utf8[..<start].contains(UInt8(ascii: ">")) else { return nil }
        return text[text.utf8.index(after: start)..<end].trimmingSpaces
    }

    /// Without a comment behind it, as ` (work)`.
    private static func withoutComment(_ text: Substring) -> Substring {
        guard text.utf8.last == UInt8(ascii: ")"), text.utf8.first != UInt8(ascii: "("),
            let start = text.utf8.lastIndex(of: UInt8(ascii: "(")), start > text.startIndex
        else { return text }
        let comment = text.utf8[start...]
        let address = text[..<start]
        guard !comment.contains(UInt8(ascii: "@")), address.utf8.last == 0x20 else { return text }
        return address.trimmingSpaces
    }

    /// Without `mailto:`, `email:` and their like, and without the query of a mailto link.
    private static func withoutScheme(_ text: Substring) -> Substring {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return text }
        let scheme = text[..<colon].lowercased()
        guard ["mailto", "email", "e-mail", "mail", "smtp"].contains(scheme) else { return text }
        let rest = text[text.utf8.index(after: colon)...].trimmingSpaces
        guard scheme == "mailto", let query = rest.utf8.firstIndex(of: UInt8(ascii: "?")) else { return rest }
        return rest[..<query]
    }

    /// Without a pair of quotation marks or brackets around all of it.
    private static func withoutPair(_ text: Substring) -> Substring? {
        guard text.utf8.count >= 2, let first = text.utf8.first, let last = text.utf8.last else { return nil }
        let pairs: [(UInt8, UInt8)] = [
            (UInt8(ascii: "'"), UInt8(ascii: "'")), (UInt8(ascii: "\""), UInt8(ascii: "\"")),
            (UInt8(ascii: "("), UInt8(ascii: ")")), (UInt8(ascii: "["), UInt8(ascii: "]")),
            (UInt8(ascii: "<"), UInt8(ascii: ">")),
        ]
        return pairs.contains { $0 == (first, last) } ? text.dropFirst().dropLast().trimmingSpaces : nil
    }

    /// Without a bracket or an apostrophe that stands alone, or a separator behind it.
    private static func withoutStray(_ text: Substring) -> Substring? {
        guard let first = text.utf8.first, let last = text.utf8.last else { return nil }
        if last == UInt8(ascii: ">") || isSeparator(last) { return text.dropLast().trimmingSpaces }
        return first == UInt8(ascii: "<") || first == UInt8(ascii: "'") ? text.dropFirst().trimmingSpaces : nil
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == 0x20
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.utf8.first == 0x20 { text = text.dropFirst() }
        while text.utf8.last == 0x20 { text = text.dropLast() }
        return text
    }
}

/// Mail addresses that machines write from and no person owns: `no-reply@`, `mailer-daemon@`. Two records with one
/// may be of two people.
enum UnownedAddresses {
    /// Anywhere in the part before the @, without its separators and what follows a plus sign.
    private static let parts: [[UInt8]] = [
        "noreply", "donotreply", "dontreply", "neverreply", "noreponse", "nepasrepondre", "noresponder", "donotrespond",
        "dontrespond", "naoresponda", "naoresponder", "nichtantworten", "keineantwort", "nonrispondere",
        "nietantwoorden", "nieodpowiadaj", "mailerdaemon",
    ].map { Array($0.utf8) }

    /// The whole part before the @, but for digits at its end.
    private static let names: Set<[UInt8]> = Set(
        [
            "anonymous", "autoreply", "autoresponder", "bounce", "bounces", "devnull", "keineemail", "keinemail",
            "maildaemon", "n/a", "noemail", "nomail", "norespond", "notreply", "postmaster", "sansemail",
            "undisclosedrecipients",
        ].map { Array($0.utf8) })

    /// `address` is normalised.
    static func contains(_ address: String) -> Bool {
        guard let sign = address.utf8.firstIndex(of: UInt8(ascii: "@")) else { return false }
        let name = letters(of: address.utf8[..<sign])
        if names.contains(withoutDigitsAtEnd(name)) || hasPart(name) || isInvalid(address) { return true }
        // `none@none.com`, `null@null.de`: a name may be Null, but then their host is not.
        guard BlockedValues.contains(String(decoding: name, as: UTF8.self)) else { return false }
        let domain = address.utf8[address.utf8.index(after: sign)...]
        let host = letters(of: domain.prefix { $0 != UInt8(ascii: ".") })
        return BlockedValues.contains(String(decoding: host, as: UTF8.self))
    }

    /// Whether it has a host that never exists (RFC 2606, section 2).
    private static func isInvalid(_ address: String) -> Bool {
        address.hasSuffix(".invalid") || address.hasSuffix("@invalid")
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
