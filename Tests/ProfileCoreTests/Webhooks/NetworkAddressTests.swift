import Glibc
import ProfileCore
import Testing

@Suite("Addresses that messages may go to") struct NetworkAddressTests {
    static let reserved = [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
        "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
        "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
    ]

    static let open = [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "::ffff:8.8.8.8", "2001:4860:4860::8888", "2606:4700:4700::1111", "2a00:1450:4001::1", "3ffe::1",
    ]

    @Test("Private, local and reserved ones are refused", arguments: reserved)
    func refused(_ text: String) throws {
        #expect(try !#require(NetworkAddress(Self.bytes(text))).isPublic)
    }

    @Test("Public ones are taken, up to the edges of those refused", arguments: open)
    func taken(_ text: String) throws {
        #expect(try #require(NetworkAddress(Self.bytes(text))).isPublic)
    }

    /// However somebody writes an address: the system makes one of it before a connection goes anywhere.
    @Test(
        "No way to write the own machine gets past",
        arguments: ["127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.0.1", "0", "2852039166"])
    func written(_ text: String) throws {
        var address = in_addr()
        try #require(inet_aton(text, &address) == 1)
        let bytes = withUnsafeBytes(of: &address) { Array($0) }
        #expect(try !#require(NetworkAddress(bytes)).isPublic)
    }

    @Test("What is no address is none", arguments: [0, 1, 3, 5, 15, 17])
    func none(_ count: Int) {
        #expect(NetworkAddress([UInt8](repeating: 8, count: count)) == nil)
    }

    private static func bytes(_ text: String) throws -> [UInt8] {
        var (four, six) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        try #require(inet_pton(AF_INET6, text, &six) == 1)
        return withUnsafeBytes(of: &six) { Array($0) }
    }
}
