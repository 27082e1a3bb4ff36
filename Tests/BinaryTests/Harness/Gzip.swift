import Foundation

/// Packs bytes with the `gzip` program, so that what the service unpacks was packed by somebody else.
enum Gzip {
    static func pack(_ bytes: [UInt8]) async throws -> [UInt8] {
        let folder = try Folder()
        try Data(bytes).write(to: URL(filePath: folder.file("plain")))
        try await Shell.run("gzip -c plain > packed", in: folder)
        return Array(folder.bytes(of: "packed"))
    }

    /// So many million times the same byte.
    static func bomb(_ byte: UInt8, megabytes: Int) async throws -> [UInt8] {
        let folder = try Folder()
        let octal = String(byte, radix: 8)
        let bytes = "head -c \(megabytes)000000 /dev/zero | tr '\\000' '\\\(octal)'"
        try await Shell.run("\(bytes) | gzip -1 -c > packed", in: folder)
        return Array(folder.bytes(of: "packed"))
    }
}
