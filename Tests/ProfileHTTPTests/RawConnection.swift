import Dispatch
import Glibc

/// A TCP connection that sends exactly the bytes it is told to, off Swift's cooperative threads.
final class RawConnection: Sendable {
    struct NoConnection: Error {}

    private let descriptor: Int32
    private static let queue = DispatchQueue(label: "raw connections", attributes: .concurrent)

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let result = Self.address(of: UInt16(port)).withUnsafeBytes { bytes in
            connect(descriptor, bytes.bindMemory(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        guard result == 0 else { throw NoConnection() }
        // No test waits for ever, even when the server does what it should not.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A port of this machine as the bytes of `sockaddr_in`, by ip(7). Which module has the members of that type
    /// depends on the order in which files of this target are compiled: Swift NIO brings the header along.
    private static func address(of port: UInt16) -> [UInt8] {
        let family = withUnsafeBytes(of: sa_family_t(AF_INET)) { Array($0) }
        return family + [UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
    }

    deinit {
        close(descriptor)
    }

    /// Ends both directions, for whoever sends or receives at the moment too.
    func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// False when the other side takes no more.
    @discardableResult
    func send(_ text: String) async -> Bool {
        await send(Array(text.utf8))
    }

    @discardableResult
    func send(_ bytes: [UInt8]) async -> Bool {
        await Self.onQueue { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.send(
                    descriptor, Array(bytes[sent...]), bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// What arrives until `end` is in it; without one, until the other side closes. Nil when it never does.
    func receive(until end: String? = nil) async -> String? {
        await Self.onQueue { [descriptor] in
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                if let end, case let text = String(decoding: bytes, as: UTF8.self), text.contains(end) { return text }
                let count = recv(descriptor, &chunk, chunk.count, 0)
                // A reset is a close as well, if less polite.
                guard count > 0 else {
                    let isClosed = count == 0 || errno == ECONNRESET
                    return isClosed && end == nil ? String(decoding: bytes, as: UTF8.self) : nil
                }
                bytes += chunk[..<count]
            }
        }
    }

    /// What has arrived when anything has: nothing when the other side closed, nil when nothing comes.
    func receiveSome() async -> String? {
        await Self.onQueue { [descriptor] in
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count >= 0 else { return errno == ECONNRESET ? "" : nil }
            return String(decoding: chunk[..<count], as: UTF8.self)
        }
    }

    private static func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
