import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// The ledger of erasures as a file. It holds no names, only keyed hashes, and the key: it is kept as the database is.
struct Ledger {
    private static let greatestLine = 1 << 20

    let service: ProfileService

    /// How many erasures were written.
    func write(to path: String) async throws -> Int {
        let file = try OutputFile(path: path)
        var count = 0
        if let secret = try await service.erasureSecret() { try file.write(LedgerLine.secret(secret).json) }
        var last: Erasure?
        while true {
            let page = try await service.erasures(after: last)
            for erasure in page { try await write(erasure, to: file) }
            count += page.count
            guard let final = page.last else { break }
            last = final
        }
        try file.write(LedgerLine.end(count).json)
        try file.finish()
        return count
    }

    private func write(_ erasure: Erasure, to file: OutputFile) async throws {
        try file.write(LedgerLine.erasure(erasure).json)
        var last: Tombstone?
        while true {
            let page = try await service.tombstones(of: erasure.id, after: last)
            guard let final = page.last else { return }
            try file.write(LedgerLine.tombstones(page).json)
            last = final
        }
    }

    /// Enters everything in the ledger at `path` and erases again what it has buried.
    func replay(_ path: String) async throws -> ProfileService.Replay {
        try await check(path)
        var current: Erasure?
        try await each(of: path) { line in
            switch line {
            case .secret(let secret):
                guard try await service.adopt(erasureSecret: secret) else {
                    throw ImportFailure(
                        "the ledger is of another store, or people were erased here before it was replayed")
                }
            case .erasure(let erasure):
                current = erasure
                try await service.enter(erasure, [])
            case .tombstones(let tombstones):
                if let current { try await service.enter(current, tombstones) }
            case .end: break
            }
        }
        return try await service.eraseAgain()
    }

    /// Throws before anything is changed when the ledger is not whole.
    private func check(_ path: String) async throws {
        var (count, end) = (0, Int?.none)
        try await each(of: path) { line in
            switch line {
            case .erasure: count += 1
            case .end(let told): end = told
            case .secret, .tombstones: break
            }
        }
        guard end == count else { throw ImportFailure("the ledger is cut off: its last line is missing") }
    }

    private func each(of path: String, _ body: (LedgerLine) async throws -> Void) async throws {
        let file = try InputFile(path: path)
        var splitter = LineSplitter(maximumLength: Self.greatestLine)
        while let piece = try file.next() {
            for line in splitter.append(piece) { try await body(Self.parsed(line)) }
        }
        if let line = splitter.finish() { try await body(Self.parsed(line)) }
    }

    private static func parsed(_ line: LineSplitter.Line) throws -> LedgerLine {
        guard case .bytes(let bytes) = line.content, let parsed = LedgerLine(bytes) else {
            throw ImportFailure("line \(line.number) is none of a ledger of erasures")
        }
        return parsed
    }
}
