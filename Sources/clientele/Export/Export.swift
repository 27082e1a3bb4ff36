import ArgumentParser
import Foundation
import ProfileCore
import ProfileStore
import ProfileWire
import SQLiteStore

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write records or profiles as NDJSON or CSV.",
        discussion: """
            Runs beside a server too. Without --kind all records are written, in an order in which taking them in \
            again gives the same profiles; that is NDJSON only. Profiles are derived: they are for reading, not for \
            taking in.

            A table (CSV) is taken in again with the mapping that --mapping-out writes. Cells that a spreadsheet would \
            run as a formula begin with an apostrophe, which that mapping takes off again.
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case customers, orders, interactions, activities, profiles
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ndjson, csv
    }

    @OptionGroup var options: DeploymentOptions

    @Option(help: "What to write; without it, records of every kind.")
    var kind: Kind?

    @Option(help: "How to write it.")
    var format = Format.ndjson

    @Option(name: .shortAndLong, help: "The file to write to. (default: standard output)")
    var output: String?

    @Option(help: "Write the mapping that takes the table in again to this file.")
    var mappingOut: String?

    func validate() throws {
        if format == .csv, kind == nil { throw ValidationError("--format csv needs --kind") }
        if mappingOut != nil, format != .csv || kind == .profiles {
            throw ValidationError("--mapping-out goes with --format csv and a kind of records")
        }
    }

    func run() async throws {
        let installation = try await Installation(reading: try await options.load())
        do {
            let file = try OutputFile(path: output)
            if let mappingOut { try writeMapping(to: mappingOut) }
            let writing = ExportWriting(service: installation.service, file: file, isCSV: format == .csv)
            try await write(writing)
            try file.finish()
        } catch let failure as ImportFailure {
            Console.complain(failure.description)
            throw ExitCode(1)
        } catch let error as StoreError {
            Console.complain("the store cannot be read: \(error)")
            throw ExitCode(1)
        }
    }

    private func write(_ writing: ExportWriting) async throws {
        switch kind {
        case nil: try await writing.records(of: RecordKind.allCases)
        case .profiles: try await writing.profiles()
        case .customers: try await writing.records(of: [.customer])
        case .orders: try await writing.records(of: [.order])
        case .interactions: try await writing.records(of: [.interaction])
        case .activities: try await writing.records(of: [.activity])
        }
    }

    private func writeMapping(to path: String) throws(ImportFailure) {
        guard let kind = kind.flatMap({ RecordKind(pathSegment: $0.rawValue) }) else { return }
        let file = try OutputFile(path: path)
        try file.write(Array(RecordTable(kind).mapping.utf8))
        try file.finish()
    }
}
