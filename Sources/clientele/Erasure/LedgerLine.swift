import Foundation
import ProfileCore
import ProfileStore
import ProfileWire

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
