import Foundation
import ProfileCore

/// Bytes that a version stored: facts, one a line with its key, the time of its version and its payload, and the state
/// that it folded from them.
struct GoldenFile {
    static let moment = Timestamp(milliseconds: 1_700_200_000_000)
    static let profile = ProfileID(high: 1, low: 2)

    let payloads: [(key: FactKey, updatedAt: Timestamp, bytes: [UInt8])]
    let state: [UInt8]

    init(named name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        payloads = lines.filter { $0.count == 5 }.compactMap { parts in
            guard let kind = UInt8(parts[0]).flatMap(RecordKind.init), let updatedAt = Int64(parts[3]) else {
                return nil
            }
            let key = FactKey(kind: kind, source: parts[1], id: parts[2])
            return (key, Timestamp(milliseconds: updatedAt), Self.bytes(parts[4]))
        }
        state = Self.bytes(lines.last?.last ?? "")
    }

    func records() throws -> [SourceRecord] {
        try payloads.map { fact in
            try Stored.value(RecordPayload.self, from: fact.bytes).record(key: fact.key, updatedAt: fact.updatedAt)
        }
    }

    static func state(of records: [SourceRecord]) -> ProfileState {
        let filing = Filing(profile: profile, home: profile, basis: nil)
        var rebuild = SummaryRebuild(held: [Identifier(type: "email", value: "p0@example.com")], at: moment)
        for record in records { rebuild.add(Fact(record: record, receivedAt: moment, filing: filing)) }
        var state = ProfileState(id: profile, version: 7, changedAt: moment, summary: rebuild.summary)
        state.aliases = [ProfileID(high: 3, low: 4)]
        state.overrides = [
            VIPOverride(tier: "gold", reason: "asked", until: nil, setAt: moment, setBy: "anna", home: profile)
        ]
        state.isContested = true
        state.claimants[Identifier(type: "email", value: "p0@example.com")] = 2
        return state
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 1, to: digits.count, by: 2).map { UInt8(digits[$0 - 1] * 16 + digits[$0]) }
    }
}
