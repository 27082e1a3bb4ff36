package import Packing
package import ProfileCore

/// A profile as it is sent, and when that is true.
package struct ServedProfile: Sendable {
    package let id: ProfileID
    package let version: Int
    package var packed: PackedBytes
    /// A strong validator, quotes included.
    package let etag: String
    let validity: Range<Timestamp>
    let premise: VIPPremise

    package var body: [UInt8] { packed.unpacked }
}
