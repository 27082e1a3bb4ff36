import Foundation
@testable import ProfileService
import Testing

@Suite("Secrets of other systems")
struct SecretBoxTests {
    private static let secret = Array("whsec_shared with a shop".utf8)
    private static let old = [UInt8](0..<32)
    private static let new = [UInt8](32..<64)

    @Test("What was sealed opens for its purpose alone, by a key of today or of before")
    func rotation() throws {
        let before = try #require(SecretBox(keys: [Self.old]))
        let both = try #require(SecretBox(keys: [Self.new, Self.old]))
        let after = try #require(SecretBox(keys: [Self.new]))
        let sealed = try before.seal(Self.secret, as: "a")
        #expect(try before.open(sealed, as: "a") == Self.secret)
        #expect(try both.open(sealed, as: "a") == Self.secret)
        #expect(throws: SecretFailure.unknownKey) { try after.open(sealed, as: "a") }
        #expect(throws: SecretFailure.unknownKey) { try before.open(sealed, as: "b") }
        #expect(try after.open(both.seal(Self.secret, as: "a"), as: "a") == Self.secret)
    }

    @Test("Nothing of a secret is seen, and the same secret is sealed differently each time")
    func sealed() throws {
        let box = try #require(SecretBox(keys: [Self.new]))
        let (one, other) = (try box.seal(Self.secret, as: "a"), try box.seal(Self.secret, as: "a"))
        #expect(one != other)
        #expect(Data(one).range(of: Data(Self.secret.prefix(6))) == nil)
    }

    @Test("One changed bit anywhere, or a missing end, is noticed")
    func damage() throws {
        let box = try #require(SecretBox(keys: [Self.new]))
        let sealed = try box.seal(Self.secret, as: "a")
        for index in sealed.indices {
            var damaged = sealed
            damaged[index] ^= 1
            #expect(throws: SecretFailure.unknownKey) { try box.open(damaged, as: "a") }
            #expect(throws: SecretFailure.unknownKey) { try box.open(Array(sealed[..<index]), as: "a") }
        }
    }

    @Test("A box has keys of 32 bytes", arguments: [[], [[UInt8](0..<31)], [old, [1]]] as [[[UInt8]]])
    func keys(_ keys: [[UInt8]]) {
        #expect(SecretBox(keys: keys) == nil)
    }
}
