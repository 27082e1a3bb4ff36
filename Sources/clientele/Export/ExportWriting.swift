import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Writes everything of a kind, page by page.
struct ExportWriting {
    private static let pageSize = 500

    let service: ProfileService
    let file: OutputFile
    let isCSV: Bool

    func records(of kind: RecordKind) async throws {
        if isCSV { try file.write(csv([RecordTable(kind).header])) }
        var last: FactKey?
        while true {
            let page = try await service.facts(kind: kind, after: last, limit: Self.pageSize)
            for fact in page { try write(fact.record) }
            guard let final = page.last?.key else { return }
            last = final
        }
    }

    /// Records about no customer lie in a table of their own, which is read as it is at one moment.
    func catalogue(of kind: RecordKind, in database: DatabaseLocation) async throws {
        if isCSV { try file.write(csv([RecordTable(kind).header])) }
        let snapshot = try await database.snapshot()
        var export = StoreExport(of: snapshot, [.catalogue])
        while let entries = try await export.next() {
            for record in entries.compactMap(\.record) where record.key.kind == kind { try write(record) }
        }
        await snapshot.close()
    }

    func profiles() async throws {
        if isCSV { try file.write(csv([ProfileTable.header])) }
        var last: ProfileID?
        while true {
            let page = try await service.profiles(after: last, limit: Self.pageSize)
            for profile in page {
                if !isCSV {
                    try file.write(profile.body + [0x0A])
                } else if let row = ProfileTable.row(of: profile.body) {
                    try file.write(csv([row]))
                }
            }
            guard let final = page.last?.id else { return }
            last = final
        }
    }

    private func write(_ record: SourceRecord) throws(ImportFailure) {
        if isCSV {
            try file.write(csv(RecordTable(record.key.kind).rows(of: record)))
        } else {
            try file.write(RecordEncoder.json(record) + [0x0A])
        }
    }

    private func csv(_ rows: [[String]]) -> [UInt8] {
        var csv = CSVWriter()
        for row in rows { csv.row(row) }
        return csv.bytes
    }
}

extension ExportEntry {
    fileprivate var record: SourceRecord? {
        switch self {
        case .catalogue(let entry): entry.record
        case .fact(let fact): fact.record
        default: nil
        }
    }
}

/// Writes a whole store, line by line.
struct StoreWriting {
    let snapshot: any TransferSource
    let file: OutputFile

    func everything() async throws {
        var export = StoreExport(of: snapshot)
        var lines = 1
        try file.write(ExportEncoder.line(.beginning(version: ExportLine.version)))
        while let entries = try await export.next() {
            for entry in entries { try file.write(ExportEncoder.line(.entry(entry))) }
            lines += entries.count
        }
        try file.write(ExportEncoder.line(.end(lines: lines)))
    }

    /// As the sources stated them, and no more.
    func records() async throws {
        var export = StoreExport(of: snapshot, [.catalogue, .facts])
        while let entries = try await export.next() {
            for record in entries.compactMap(\.record) { try file.write(RecordEncoder.json(record) + [0x0A]) }
        }
    }
}
