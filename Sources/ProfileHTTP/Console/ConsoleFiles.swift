import ConsolePages
import Crypto
import Hummingbird
import ProfileService

/// What console and panel load, packed once for all servers of the process.
///
/// All files share a path with a hash of all of them, so that browsers keep them for ever. While two versions serve, a
/// page may get a file of the other one, which the browser does not keep.
struct ConsoleFiles: Sendable {
    static let shared = ConsoleFiles(ConsolePages.files)

    /// The path under which pages find the files.
    let path: String
    private let version: String
    private let files: [String: WebFile]
    private let imports: [String: [String]]

    init(_ pages: [ConsolePages.File]) {
        version = Self.version(of: pages)
        path = "/console/assets/" + version
        files = Dictionary(
            uniqueKeysWithValues: pages.map { ($0.name, WebFile($0.bytes, as: Self.mediaType($0.name))) })
        imports = Dictionary(uniqueKeysWithValues: pages.map { ($0.name, Self.imports(of: $0)) })
    }

    /// The languages that there are words for, in the order of their codes.
    var languages: [String] {
        files.keys.compactMap { name in
            let parts = name.split(separator: ".")
            return parts.count == 3 && parts[0] == "words" ? String(parts[1]) : nil
        }.sorted()
    }

    /// The modules that `entry` imports, nearest first. The language's words are not among them: the page picks them.
    func modules(of entry: String) -> [String] {
        var found: [String] = []
        var waiting = [entry]
        while let next = waiting.first {
            waiting.removeFirst()
            for name in imports[next] ?? [] where !found.contains(name) {
                found.append(name)
                waiting.append(name)
            }
        }
        return found
    }

    /// Nil when there is no such file. A page of another version gets this version's file, uncached.
    func response(to request: Request, version: String, file: String) -> Response? {
        let caching = version == self.version ? "public, max-age=31536000, immutable" : "no-cache"
        return files[file]?.response(to: request, caching: caching)
    }

    private static func version(of pages: [ConsolePages.File]) -> String {
        var hash = SHA256()
        for page in pages {
            hash.update(data: Array("\(page.name) \(page.bytes.count)\n".utf8))
            hash.update(data: page.bytes)
        }
        return hash.finalize().prefix(8).hexadecimal
    }

    /// The modules that a module imports before it runs.
    private static func imports(of page: ConsolePages.File) -> [String] {
        guard page.name.hasSuffix(".js") else { return [] }
        let text = String(decoding: page.bytes, as: UTF8.self)
        return text.matches(of: #/from "\.\/([a-z.]+\.js)"/#).map { String($0.1) }
    }

    private static func mediaType(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
