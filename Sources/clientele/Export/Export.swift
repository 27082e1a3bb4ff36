import ArgumentParser
import Foundation
import PostgresStore
import ProfileCore
import ProfileStore
import ProfileWire
import SQLiteStore

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the whole store, or records or profiles, as NDJSON or CSV.",
        discussion: """
            Runs beside a server too. Without --kind the whole store is written as it is at one moment, NDJSON only: \
            the records and how each was filed, who claims which identifier and who was refused it since when, what \
            was withdrawn, what people decided (merges, separations, overrides) and the VIP policy. clientele import \
            restores it into an empty database, with the same profiles under the same ids; exporting that one gives \
            the same bytes. Keys are not in it, nor erasures, which have a ledger (clientele erase --ledger). With \
            --records-only it is the records alone, for anybody to take in.

            With --kind it is the records of one kind, or the profiles; those are derived, for reading and not for \
            taking in. A table (CSV) is taken in again with the mapping that --mapping-out writes. Cells that a \
            spreadsheet would run as a formula begin with an apostrophe, which that mapping takes off again.
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case customers, orders, interactions, activities, promises, products, notices, agents, profiles
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ndjson, csv
    }

    @OptionGroup var options: DeploymentOptions

    @Option(help: "What to write; without it, the whole store.")
    var kind: Kind?

    @Flag(help: "Write the records of every kind and nothing else.")
    var recordsOnly = false

    @Option(help: "How to write it.")
    var format = Format.ndjson

    @Option(name: .shortAndLong, help: "The file to write to. (default: standard output)")
    var output: String?

    @Option(help: "Write the mapping that takes the table in again to this file.")
    var mappingOut: String?

    func validate() throws {
        if format == .csv, kind == nil { throw ValidationError("--format csv needs --kind") }
        if recordsOnly, kind != nil { throw ValidationError("--records-only goes without --kind") }
        if mappingOut != nil, format != .csv || kind == .profiles {
            throw ValidationError("--mapping-out goes with --format csv and a kind of records")
        }
    }

    func run() async throws {
        let deployment = try await options.load()
        do {
            if let kind { try await write(kind, of: deployment) } else { try await writeStore(of: deployment) }
        } catch let failure as ImportFailure {
            throw told(failure.description)
        } catch let error as OpenError {
            throw told(error.description)
        } catch let error as PostgresOpenError {
            throw told(error.description)
        } catch let error as StoreError {
            throw told("the store cannot be read: \(error)")
        }
    }

    private func told(_ sentence: String) -> ExitCode {
        Console.complain(sentence)
        return ExitCode(1)
    }

    private func writeStore(of deployment: Deployment) async throws {
        let snapshot = try await DatabaseLocation(deployment.database).snapshot()
        do {
            let file = try OutputFile(path: output)
            let writing = StoreWriting(snapshot: snapshot, file: file)
            if recordsOnly { try await writing.records() } else { try await writing.everything() }
            try file.finish()
        } catch {
            await snapshot.close()
            throw error
        }
        await snapshot.close()
    }

    private func write(_ kind: Kind, of deployment: Deployment) async throws {
        let installation = try await Installation(reading: deployment)
        let file = try OutputFile(path: output)
        if let mappingOut { try writeMapping(to: mappingOut) }
        let writing = ExportWriting(service: installation.service, file: file, isCSV: format == .csv)
        if let records = RecordKind(pathSegment: kind.rawValue) {
            let location = try DatabaseLocation(deployment.database)
            try await records.subject == .nobody
                ? writing.catalogue(of: records, in: location) : writing.records(of: records)
        } else {
            try await writing.profiles()
        }
        try file.finish()
    }

    private func writeMapping(to path: String) throws(ImportFailure) {
        guard let kind = kind.flatMap({ RecordKind(pathSegment: $0.rawValue) }) else { return }
        let file = try OutputFile(path: path)
        try file.write(Array(RecordTable(kind).mapping.utf8))
        try file.finish()
    }
}
