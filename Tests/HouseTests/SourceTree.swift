import Foundation

/// The files of the project, read once.
struct SourceTree: Sendable {
    static let project = SourceTree(root: projectRoot)

    let root: URL
    /// Every Swift file of the project but the package's own description.
    let swiftFiles: [SourceFile]

    private init(root: URL) {
        self.root = root
        swiftFiles = ["Sources", "Tests", "migrations", "mappings", "openapi", "console"]
            .flatMap { Self.paths(under: $0, in: root) }
            .filter { $0.hasSuffix(".swift") }
            .compactMap { path in Self.text(at: path, in: root).map { SourceFile(path: path, text: $0) } }
    }

    /// The files of one target's own code, not of its tests.
    var productFiles: [SourceFile] { swiftFiles.filter { !$0.path.hasPrefix("Tests/") } }

    /// Paths of files below a folder, relative to the root, in order.
    func paths(under folder: String) -> [String] { Self.paths(under: folder, in: root) }

    func text(at path: String) -> String? { Self.text(at: path, in: root) }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    private static let projectRoot: URL = {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path().count > 1, !isRoot(folder) { folder.deleteLastPathComponent() }
        return folder
    }()

    private static func isRoot(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path(percentEncoded: false))
    }

    private static func paths(under folder: String, in root: URL) -> [String] {
        let path = root.appending(path: folder).path(percentEncoded: false)
        let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return found.map { "\(folder)/\($0)" }.sorted()
    }

    private static func text(at path: String, in root: URL) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
