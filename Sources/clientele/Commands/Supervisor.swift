import Foundation
import Glibc

/// Whoever started this process and wants to hear how it is: systemd, for units of the type `notify`.
struct Supervisor {
    private let address: [UInt8]

    /// Nil when nobody asked to be told.
    init?(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let name = environment["NOTIFY_SOCKET"], let first = name.utf8.first else { return nil }
        // Names that are no paths begin with a zero byte, written as @ (unix(7)).
        address = first == UInt8(ascii: "@") ? [0] + name.utf8.dropFirst() : Array(name.utf8)
    }

    /// Says that requests are taken. That nobody hears it is no reason not to serve.
    ///
    /// Source: sd_notify(3).
    func tellReady() {
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        guard address.count <= MemoryLayout.size(ofValue: target.sun_path) else { return }
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
        let length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + address.count } ?? 0)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array("READY=1".utf8)
        withUnsafeBytes(of: &target) { bytes in
            guard let base = bytes.baseAddress else { return }
            _ = sendto(
                descriptor, text, text.count, Int32(MSG_NOSIGNAL),
                base.assumingMemoryBound(to: sockaddr.self), length)
        }
    }
}
