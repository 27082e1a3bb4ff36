import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import SQLiteStore
import SQLStore
import Testing

/// A store as the text of an export, and back.
enum Exchange {
    static func lines(
        of store: any RowReading, _ sections: [ExportEntry.Section] = ExportEntry.Section.allCases
    ) async throws -> [[UInt8]] {
        var export = StoreExport(of: store, sections)
        var lines: [[UInt8]] = []
        while let entries = try await export.next() { lines += entries.map { ExportEncoder.line(.entry($0)) } }
        return lines
    }

    /// Some lines at a time, each read from its text.
    static func restore(
        _ lines: [[UInt8]], by service: ProfileService, into target: any TransferTarget
    ) async throws -> RestoredCounts {
        var restoration = Restoration(by: service, into: target)
        try await restoration.begin()
        var rest = lines[...]
        while !rest.isEmpty {
            try await restoration.add(try rest.prefix(40).map(entry))
            rest = rest.dropFirst(40)
        }
        try await restoration.finish()
        return restoration.counts
    }

    static func entry(_ line: [UInt8]) throws -> ExportEntry {
        guard case .entry(let entry) = try ExportDecoder.decode(line) else { throw NoEntry() }
        return entry
    }

    struct NoEntry: Error {}
}

extension Shop {
    /// The store, which is filled and read as it is.
    var rows: SQLiteStore {
        get throws { try #require(store as? SQLiteStore) }
    }

    /// A shop elsewhere that is made of an export of this one, at the same moment.
    func restored(seed: UInt64 = 0, rules: IdentityRules = .standard) async throws -> Shop {
        let other = try await Shop(identity: rules, seed: seed)
        other.clock.advance(bySeconds: (clock.now.milliseconds - other.clock.now.milliseconds) / 1000)
        _ = try await Exchange.restore(Exchange.lines(of: rows), by: other.service, into: other.rows)
        return other
    }
}
