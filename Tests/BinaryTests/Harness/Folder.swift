import Foundation

/// A temporary folder that goes with the value.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "clientele-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        return file(name)
    }

    func text(of name: String) -> String {
        String(decoding: bytes(of: name), as: UTF8.self)
    }

    /// Empty when there is no such file.
    func bytes(of name: String) -> Data {
        FileManager.default.contents(atPath: file(name)) ?? Data()
    }
}
