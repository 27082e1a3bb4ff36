package import Packing
package import ProfileCore

/// A profile as it is sent, and how long that stays true.
package struct ServedProfile: Sendable {
    package let id: ProfileID
    package let version: Int
    package var packed: PackedBytes
    /// A strong validator, quotes included; it covers the version and the moment the rendering holds from.
    package let etag: String
    package let holdsUntil: Timestamp
    /// What the rendering assumed of policy and population.
    let basis: VIPBasis.Stamp

    package var body: [UInt8] { packed.unpacked }
}
