import Glibc

/// A TCP connection to this machine, used from one thread at a time.
final class Socket: Sendable {
    enum Failure: Error, Equatable {
        case refused(Int32)
        case brokenOff
        /// Nothing came for a minute: something hangs.
        case stuck
    }

    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = Self.make()
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let result = Self.withAddress(port: port) { connect(descriptor, $0, $1.pointee) }
        guard result == 0 else { throw Failure.refused(errno) }
    }

    /// Also ends what could not be opened: an initializer that throws once all is set is followed by this.
    deinit {
        Glibc.close(descriptor)
    }

    func send(_ bytes: some Collection<UInt8>) throws {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(descriptor, buffer.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw errno == EAGAIN ? Failure.stuck : Failure.brokenOff }
            sent += count
        }
    }

    /// The bytes that came; none at the end.
    func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw errno == EAGAIN ? Failure.stuck : Failure.brokenOff }
        return Array(buffer.prefix(count))
    }

    /// Says that nothing more will be sent.
    func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Everything until the other side closes.
    func receiveAll() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let bytes = try receive()
            guard !bytes.isEmpty else { return all }
            all += bytes
        }
    }

    /// A port that nobody listens on at the moment.
    static func freePort() throws -> Int {
        let descriptor = make()
        defer { Glibc.close(descriptor) }
        return try withAddress(port: 0) { address, size in
            guard bind(descriptor, address, size.pointee) == 0, getsockname(descriptor, address, size) == 0 else {
                throw Failure.refused(errno)
            }
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(in_port_t(bigEndian: $0.pointee.sin_port))
            }
        }
    }

    private static func make() -> Int32 {
        socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    private static func withAddress<Value>(
        port: Int, _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws -> Value
    ) rethrows -> Value {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try withUnsafeMutablePointer(to: &address) { address in
            try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, &size) }
        }
    }
}
