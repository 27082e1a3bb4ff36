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

    /// Records of the kinds; those of which a link was refused come last, each after those it gave way to.
    func records(of kinds: [RecordKind]) async throws {
        let contested = try await service.contestedFacts()
        let places = Set(contested)
        var later: [FactKey: SourceRecord] = [:]
        if isCSV, let kind = kinds.first { try file.write(csv([RecordTable(kind).header])) }
        for kind in kinds {
            var last: FactKey?
            while true {
                let page = try await service.facts(kind: kind, after: last, limit: Self.pageSize)
                for fact in page {
                    if places.contains(fact.key) {
                        later[fact.key] = fact.record
                    } else {
                        try write(fact.record)
                    }
                }
                guard let final = page.last?.key else { break }
                last = final
            }
        }
        for key in contested {
            if let record = later[key] { try write(record) }
        }
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
