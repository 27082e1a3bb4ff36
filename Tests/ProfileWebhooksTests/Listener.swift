import Foundation
import Glibc
import Synchronization

/// A server of a test's own, on every address of this machine: it counts connections, keeps what came over them, and
/// answers each request with the same bytes.
final class Listener: Sendable {
    struct NoSocket: Error {}

    let port: Int
    private let descriptor: Int32
    private let state = Mutex((connections: 0, requests: [String]()))

    /// Without an answer it lets requests wait; after an empty one it hangs up.
    init(answering answer: String?) throws {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        var (no, address) = (Int32(0), sockaddr_in6())
        setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &no, socklen_t(MemoryLayout<Int32>.size))
        address.sin6_family = sa_family_t(AF_INET6)
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard descriptor >= 0, isBound, listen(descriptor, 64) == 0 else { throw NoSocket() }
        (self.descriptor, port) = (descriptor, Int(UInt16(bigEndian: address.sin6_port)))
        Thread.detachNewThread { [self] in serve(answer) }
    }

    /// How many connections came.
    var connections: Int { state.withLock(\.connections) }

    /// Heads and bodies as they came.
    var requests: [String] { state.withLock(\.requests) }

    /// No more connections are taken.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func serve(_ answer: String?) {
        while true {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { break }
            state.withLock { $0.connections += 1 }
            Thread.detachNewThread { [self] in talk(connection, answer) }
        }
        Glibc.close(descriptor)
    }

    private func talk(_ connection: Int32, _ answer: String?) {
        defer { Glibc.close(connection) }
        while let request = Self.request(from: connection) {
            state.withLock { $0.requests.append(request) }
            guard let answer else { continue }
            if answer.isEmpty { return }
            let bytes = Array(answer.utf8)
            guard send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return }
            if answer.contains("Connection: close") { return }
        }
    }

    /// The first byte of a TLS handshake record.
    private static let hello: Character = "\u{16}"

    /// Nil when the connection ended.
    private static func request(from connection: Int32) -> String? {
        var (text, buffer) = ("", [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            if text.first == Self.hello { return text }
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let length = text.firstMatch(of: #/(?i)content-length: (\d+)/#).flatMap { Int($0.1) } ?? 0
            if text[end.upperBound...].utf8.count >= length { return text }
        }
    }
}
