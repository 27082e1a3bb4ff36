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
        let lower = isASCII ? text.lowercased() : text.lowercased().precomposedStringWithCanonicalMapping
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
