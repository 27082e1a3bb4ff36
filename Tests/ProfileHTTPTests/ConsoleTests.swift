import ConsolePages
import Gzip
import HTTPTypes
import ProfileHTTP
import Testing

@Suite("The console and the panel are served whole, small and locked down")
struct ConsoleTests {
    private static let pages = ["/console", "/panel"]

    /// The paths of the files that a page names.
    private func named(in page: String) -> [String] {
        page.matches(of: #/(?:href|src)="([^"]+)"/#).map { String($0.1) }
    }

    private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        let inflater = try GzipInflater()
        inflater.push(bytes)
        var whole: [UInt8] = []
        while let piece = try inflater.nextPiece() { whole += piece }
        try inflater.finish()
        return whole
    }

    @Test("A page runs its own files alone, and nothing inline", arguments: pages)
    func policy(page: String) async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.get, page, as: nil)
            let policy = answer.headers[.contentSecurityPolicy] ?? ""
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(policy.contains("script-src 'self';") && policy.contains("style-src 'self';"))
            #expect(policy.hasSuffix("frame-ancestors 'none'") && !policy.contains("unsafe"))
            #expect(!answer.text.contains("{{"))
            #expect(!answer.text.contains(" style=") && answer.text.firstMatch(of: #/<script(?![^>]* src=)/#) == nil)
        }
    }

    @Test("What a page names is there, for ever and of the right kind", arguments: pages)
    func files(page: String) async throws {
        try await TestServer().call { call async throws in
            let paths = named(in: try await call(.get, page, as: nil).text)
            #expect(paths.contains { $0.hasSuffix("/style.css") } && paths.contains { $0.hasSuffix("/card.js") })
            for path in paths {
                let answer = try await call(.get, path, as: nil)
                #expect(answer.status == 200, "\(path)")
                #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
                let type = answer.headers[.contentType]?.prefix { $0 != ";" }
                let types = ["js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"]
                #expect(type.map(String.init) == path.split(separator: ".").last.flatMap { types[String($0)] })
            }
        }
    }

    @Test("Every file that a module imports is there")
    func imports() {
        let names = Set(ConsolePages.files.map(\.name))
        for file in ConsolePages.files where file.name.hasSuffix(".js") {
            for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") where line.contains("\"./") {
                let name = line.split(separator: "\"./")[1].prefix { $0 != "\"" }
                #expect(names.contains(String(name)), "\(file.name) imports \(name)")
            }
        }
    }

    @Test("A page that another version made gets this version's file, and asks again the next time")
    func otherVersion() async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.get, "/console/assets/0000000000000000/app.js", as: nil)
            #expect(answer.status == 200 && answer.headers[.cacheControl] == "no-cache")
            #expect(try await call.status(.get, "/console/assets/0000000000000000/none.js", as: nil) == 404)
        }
    }

    @Test(
        "Files are packed only for clients that accept it",
        arguments: [("gzip, br", true), ("br;q=1.0, GZIP;q=0.8", true), ("gzip;q=0", false), ("identity", false)])
    func packing(accepted: String, isPacked: Bool) async throws {
        try await TestServer().call { call async throws in
            let path = "/console/assets/0/style.css"
            let plain = try await call(.get, path, as: nil)
            let answer = try await call(.get, path, as: nil, headers: [.acceptEncoding: accepted])
            #expect((answer.headers[.contentEncoding] == "gzip") == isPacked)
            #expect(answer.headers[.vary] == "Accept-Encoding")
            #expect(try (isPacked ? unpacked(answer.bytes) : answer.bytes) == plain.bytes)
        }
    }

    @Test("A page that the browser has is not sent again")
    func unchanged() async throws {
        try await TestServer().call { call async throws in
            let tag = try #require(try await call(.get, "/console", as: nil).headers[.eTag])
            let again = try await call(.get, "/console", as: nil, headers: [.ifNoneMatch: tag])
            #expect(again.status == 304 && again.bytes.isEmpty)
            #expect(again.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
        }
    }

    @Test("The first load takes less than 70 KB", arguments: pages)
    func size(page: String) async throws {
        try await TestServer().call { call async throws in
            let packed: HTTPFields = [.acceptEncoding: "gzip"]
            let frame = try await call(.get, page, as: nil, headers: packed)
            let words = try #require(ConsolePages.files.first { $0.name == "words.en.js" })
            var size = frame.bytes.count + (GzipPacker.pack(words.bytes)?.count ?? words.bytes.count)
            for path in Set(named(in: String(decoding: try unpacked(frame.bytes), as: UTF8.self))) {
                size += try await call(.get, path, as: nil, headers: packed).bytes.count
            }
            #expect(size < 70_000)
        }
    }

    @Test("Nothing becomes markup, runs from a text, or asks another host")
    func text() {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser",
            ".cssText", "http:", "https:", "\"//", "'//",
        ]
        for file in ConsolePages.files {
            let text = String(decoding: file.bytes, as: UTF8.self).replacing("http://www.w3.org/2000/svg", with: "")
            for word in forbidden { #expect(!text.contains(word), "\(file.name): \(word)") }
        }
    }

    @Test("Only hosts that the settings name may frame the panel, and none the console")
    func framing() async throws {
        let hosts = ["https://desk.example.com", "https://other.example"]
        try await TestServer(panelHosts: hosts).call { call async throws in
            let panel = try await call(.get, "/panel", as: nil)
            let policy = panel.headers[.contentSecurityPolicy]
            #expect(policy?.hasSuffix("frame-ancestors https://desk.example.com https://other.example") == true)
            #expect(panel.text.contains(#"content="https://desk.example.com https://other.example""#))
            let console = try await call(.get, "/console", as: nil).headers[.contentSecurityPolicy]
            #expect(console?.hasSuffix("frame-ancestors 'none'") == true)
        }
    }
}
