import CPhoneNumbers
import Foundation

/// Email addresses in the one form they are compared in.
enum EmailAddress {
    /// Lower-cased, NFC, the domain in ASCII; nil when it is no address. `text` is clean.
    ///
    /// Case in the part before the @ is dropped too: no mail provider of note tells people apart by it.
    static func normalized(_ text: String) -> String? {
        if isInOneForm(text) { return text }
        let isASCII = CleanText.isASCII(text)
        let lower = isASCII ? text.lowercased() : text.lowercased().precomposedStringWithCanonicalMapping
        let parts = lower.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !hasSpace(lower) else { return nil }
        let domain = parts[1].last == UInt8(ascii: ".") ? parts[1].dropLast() : parts[1]
        guard let local = String(parts[0]), let name = String(domain), let ascii = asciiDomain(name) else { return nil }
        return "\(local)@\(ascii)"
    }

    /// Whether the text is an address in its final form beyond doubt, which most are: one @ among printable ASCII
    /// without capitals, and no label of the domain empty.
    private static func isInOneForm(_ text: String) -> Bool {
        var (signs, previous): (Int, UInt8) = (0, UInt8(ascii: "@"))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "@"):
                guard previous != UInt8(ascii: "@") else { return false }
                signs += 1
            case UInt8(ascii: "."):
                if signs > 0, previous == UInt8(ascii: "@") || previous == byte { return false }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), 0...0x20, 0x7F...: return false
            default: break
            }
            previous = byte
        }
        return signs == 1 && previous != UInt8(ascii: "@") && previous != UInt8(ascii: ".")
    }

    private static func hasSpace(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x80 ? $0.value <= 0x20 : $0.properties.isWhitespace }
    }

    private static func asciiDomain(_ name: String) -> String? {
        let ascii = CleanText.isASCII(name) ? name : idna(name)
        // The mapping of UTS 46 can turn look-alikes into an @ or a space.
        guard let ascii, !ascii.utf8.contains(UInt8(ascii: "@")), !hasSpace(ascii),
            !ascii.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .contains(where: \.isEmpty)
        else { return nil }
        return ascii
    }

    private static func idna(_ name: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            let length = clientele_idna_to_ascii(name, buffer.baseAddress, buffer.count)
            guard length > 0 else { return nil }
            return String(decoding: buffer[..<Int(length)].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
