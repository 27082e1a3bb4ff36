import ProfileCore
import ProfileStore
import ProfileWire

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
        var export = StoreExport(of: snapshot, [.facts])
        while let entries = try await export.next() {
            for case .fact(let fact) in entries { try file.write(RecordEncoder.json(fact.record) + [0x0A]) }
        }
    }
}
