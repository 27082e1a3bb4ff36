import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import Sorting

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

    /// Enters everything in the ledger at `path`, which was checked, and erases again what it has buried.
    func replay(_ path: String) async throws -> ProfileService.Replay {
        var current: Erasure?
        try await Self.each(of: path) { line in
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

    /// Throws when the ledger at `path` is not whole.
    static func check(_ path: String) async throws {
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

    private static func each(of path: String, _ body: (LedgerLine) async throws -> Void) async throws {
        let file = try InputFile(path: path)
        var splitter = LineSplitter(maximumLength: greatestLine)
        while let piece = try file.next() {
            for line in splitter.append(piece) { try await body(parsed(line)) }
        }
        if let line = splitter.finish() { try await body(parsed(line)) }
    }

    private static func parsed(_ line: LineSplitter.Line) throws -> LedgerLine {
        guard case .bytes(let bytes) = line.content, let parsed = LedgerLine(bytes) else {
            throw ImportFailure("line \(line.number) is none of a ledger of erasures")
        }
        return parsed
    }
}

/// One line of a ledger of erasures: a JSON object with one member that tells what it is.
enum LedgerLine {
    /// The first: the secret that the tombstones are made with.
    case secret([UInt8])
    case erasure(Erasure)
    /// Some of the tombstones of the erasure before.
    case tombstones([Tombstone])
    /// The last: how many erasures came before.
    case end(Int)

    /// Nil for a line that is none of a ledger.
    init?(_ bytes: [UInt8]) {
        guard case .object(let object)? = try? JSONReader.parse(bytes) else { return nil }
        if case .string(let text)? = object["ledger_secret"], let secret = Data(base64Encoded: text) {
            self = .secret(Array(secret))
        } else if case .string(let text)? = object["erasure"], let stored = Data(base64Encoded: text),
            let erasure = try? Stored.value(Erasure.self, from: Array(stored))
        {
            self = .erasure(erasure)
        } else if case .array(let values)? = object["tombstones"] {
            let tombstones = values.compactMap { value -> Tombstone? in
                if case .string(let text) = value { Tombstone(hexadecimal: text) } else { nil }
            }
            guard tombstones.count == values.count else { return nil }
            self = .tombstones(tombstones)
        } else if case .number(let text)? = object["end"], let count = Int(text) {
            self = .end(count)
        } else {
            return nil
        }
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            switch self {
            case .secret(let secret): json.member("ledger_secret", Data(secret).base64EncodedString())
            case .erasure(let erasure):
                json.member("id", erasure.id)
                json.member("erased_at", erasure.at)
                json.member("lifted_at", erasure.lifting?.at)
                json.member("erasure", Data(Stored.bytes(of: erasure)).base64EncodedString())
            case .tombstones(let tombstones):
                json.member("tombstones") { $0.array(of: tombstones) { $0.string($1.hexadecimal) } }
            case .end(let count): json.member("end", count)
            }
        }
        return json.bytes + [0x0A]
    }
}

extension Tombstone {
    fileprivate init?(hexadecimal text: String) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.dropFirst(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    fileprivate var hexadecimal: String {
        [high, low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}

/// A ledger that can be read twice: a pipe is copied to a temporary file.
struct LedgerCopy {
    let path: String
    private let file: TemporaryFile?

    init(of source: String) throws(ImportFailure) {
        guard !InputFile.isPlain(source) else {
            (path, file) = (source, nil)
            return
        }
        let input = try InputFile(path: source)
        let copy = try sorting { () throws(TemporaryFile.Failure) in try TemporaryFile(in: NSTemporaryDirectory()) }
        while let piece = try input.next() {
            try sorting { () throws(TemporaryFile.Failure) in try copy.append(piece) }
        }
        (path, file) = (copy.path, copy)
    }
}
