import ArgumentParser
import Foundation
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import SQLiteStore

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take records in from CSV and NDJSON files.",
        discussion: """
            CSV files need a mapping, which says which column is which member; --suggest proposes one. Files may be \
            packed with gzip, and - is standard input. Taking a file in twice changes nothing.

            Exit code 0 when all went in, 2 when some lines were rejected, 1 when it could not go on, 64 for options \
            that do not go together.
            """)

    @OptionGroup var options: DeploymentOptions

    @Argument(help: "CSV or NDJSON files.")
    var files: [String]

    @Option(name: .shortAndLong, help: "A YAML file that says how the columns of CSV files map to members.")
    var mapping: String?

    @Flag(help: "Propose a mapping from the header and a sample of a CSV file, and stop.")
    var suggest = false

    @Option(help: "With --suggest: customer, order, interaction or activity, where the guess is wrong.")
    var kind: String?

    @Flag(help: "Say what would happen, and write nothing.")
    var dryRun = false

    @Option(help: "The folder for files of rejected lines. (default: the current one)")
    var rejects = "."

    @Option(help: "The folder for temporary files. (default: TMPDIR, or /tmp)")
    var temp: String?

    @Option(help: "MiB of memory in which rows of one record are brought together; more goes to temporary files.")
    var memory = 64

    @Option(
        help: ArgumentHelp(
            "Send the records to a running server instead, with the key of CLIENTELE_KEY or --key-file.",
            valueName: "https://…"))
    var url: String?

    @Option(help: "A file with the key for the server.")
    var keyFile: String?

    @Option(help: "Where to note how far the server came, to go on there. (default: FILE.clientele-progress)")
    var journal: String?

    @Flag(help: "Tell the outcome as JSON.")
    var json = false

    func run() async throws {
        let notes = ImportNotes()
        notes.summary.isDryRun = dryRun
        do {
            if suggest { return try propose() }
            try await importAll(notes)
        } catch let failure as ImportFailure {
            Console.clearLine()
            if notes.summary.lines > 0 { tell(notes) }
            Console.complain(failure.description)
            throw ExitCode(1)
        }
        tell(notes)
        if notes.summary.rejected > 0 { throw ExitCode(2) }
    }

    private func propose() throws(ImportFailure) {
        for path in files {
            Console.show(try SuggestedMapping.yaml(for: path, kind: kind.flatMap { RecordKind(word: $0) }))
        }
    }

    private func tell(_ notes: ImportNotes) {
        if json {
            Console.show(notes.summary.json)
        } else {
            Console.show(notes.summary.text)
        }
    }

    func validate() throws {
        if let kind, RecordKind(word: kind) == nil {
            throw ValidationError("--kind must be one of " + RecordKind.allCases.map(\.word).joined(separator: ", "))
        }
        guard (1...65_536).contains(memory) else { throw ValidationError("--memory must be from 1 to 65536") }
        if dryRun, url != nil { throw ValidationError("--dry-run goes with a store of one's own, not with --url") }
        if journal != nil, files.count > 1 { throw ValidationError("--journal goes with one file") }
    }

    private func importAll(_ notes: ImportNotes) async throws {
        try Preparation.check(files: files, rejects: rejects, temporary: temporaryFolder)
        let mapping = try mapping.map { try MappingFile(path: $0) }
        Interruption.listen()
        if let url {
            try await send(to: ServerConnection(url: url, key: key()), url, mapping, notes)
        } else {
            try await store(mapping, notes)
        }
    }

    private func store(_ mapping: MappingFile?, _ notes: ImportNotes) async throws {
        let deployment = try await options.load()
        let installation =
            dryRun ? try await Installation(copyOf: deployment) : try await Installation(deployment)
        var target = StoreTarget(service: installation.service, decoding: deployment.decoding, at: .now)
        do {
            for file in inputs(mapping, notes) { try await file.run(into: &target) }
        } catch {
            try? await target.finish(notes)
            await installation.store.close()
            throw error
        }
        await installation.store.close()
    }

    private func send(
        to connection: ServerConnection, _ url: String, _ mapping: MappingFile?, _ notes: ImportNotes
    ) async throws {
        var target = ServerTarget(connection)
        for file in inputs(mapping, notes) {
            target.begin(file.path == "-" ? nil : try progress(of: file.path, mapping, url), notes)
            try await file.run(into: &target)
            target.end()
        }
    }

    private func progress(
        of path: String, _ mapping: MappingFile?, _ url: String
    ) throws(ImportFailure) -> ImportJournal {
        try ImportJournal(
            path: journal ?? path + ".clientele-progress",
            subject: ImportJournal.subject(file: path, mapping: mapping?.bytes ?? [], url: url))
    }

    private func inputs(_ mapping: MappingFile?, _ notes: ImportNotes) -> [FileImport] {
        let today = Timestamp.now.day
        return zip(files, RejectNames(folder: rejects, inputs: files).paths).map { path, rejectPath in
            FileImport(
                path: path, mapping: mapping, rejectPath: rejectPath, today: today,
                groups: RowGroups(folder: temporaryFolder, capacity: memory << 20), notes: notes, isQuiet: json)
        }
    }

    private func key() throws(ImportFailure) -> String? {
        guard let keyFile else { return ProcessInfo.processInfo.environment["CLIENTELE_KEY"] }
        guard let text = try? String(contentsOfFile: keyFile, encoding: .utf8) else {
            throw ImportFailure("the key file \(keyFile) cannot be read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private var temporaryFolder: String {
        temp ?? ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    }
}
