/// Strong validators of what is sent, as of RFC 9110, section 8.8.3.
///
/// They are told from the bytes alone, so that they mean the same on every node, after every restart and in every
/// version of the service.
package enum EntityTag {
    /// Quotes included.
    package static func strong(of body: [UInt8]) -> String {
        let digits = String(XXHash64.hash(body), radix: 16)
        return "\"" + String(repeating: "0", count: 16 - digits.utf8.count) + digits + "\""
    }
}
