import ArgumentParser
import Foundation
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLiteStore

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take records in from CSV, JSON and NDJSON files.",
        discussion: """
            CSV and JSON files need a mapping, which says which column is which member; --suggest proposes one, and \
            clientele mappings lists those that come with the program. Files may be packed with gzip, and - is \
            standard input. Taking a file in twice changes nothing.

            An export of a whole store (clientele export) is restored as it was; nothing is judged again. The database \
            has to be empty and no server may run on it; it is closed to others until the import has ended, and an \
            import that was cut off starts over when it is run again. Replay the ledger of erasures into it first \
            (clientele erase --replay): an export may hold people who were erased since. With --records-only the \
            records of an export are taken in like any others.

            Exit code 0 when all went in, 2 when some lines were rejected, 1 when it could not go on, 64 for options \
            that do not go together.
            """)

    @OptionGroup var options: DeploymentOptions

    @OptionGroup var input: FileOptions

    @Flag(help: "Propose a mapping from the names and a sample of a CSV or JSON file, and stop.")
    var suggest = false

    @Option(help: "With --suggest: customer, order, interaction, activity or promise, where the guess is wrong.")
    var kind: String?

    @Flag(help: "Of an export of a whole store, take in the records and nothing else.")
    var recordsOnly = false

    @Flag(help: "Say what would happen, and store nothing. Rejected lines go to FILE.dry-run.rejects.*.")
    var dryRun = false

    @Option(help: "The folder for files of rejected lines. (default: the current one)")
    var rejects = "."

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
        input.limitArenas()
        let notes = ImportNotes()
        notes.summary.isDryRun = dryRun
        do {
            if suggest { return try propose() }
            if let restored = try await importAll(notes) { return tell(restored) }
        } catch let failure as ImportFailure {
            Console.clearLine()
            try? notes.closeRejects()
            if notes.summary.lines > 0 { tell(notes) }
            Console.complain(failure.description)
            if !notes.unread.isEmpty { Console.complain("not read: \(notes.unread.joined(separator: ", "))") }
            throw ExitCode(1)
        }
        tell(notes)
        if notes.summary.rejected > 0 { throw ExitCode(2) }
    }

    private func propose() throws(ImportFailure) {
        for path in input.files {
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

    private func tell(_ restored: RestoredCounts) {
        if json {
            Console.show(restored.json(isDryRun: dryRun))
        } else {
            Console.show(restored.text(isDryRun: dryRun))
        }
    }

    func validate() throws {
        if let kind, RecordKind(word: kind) == nil {
            throw ValidationError("--kind must be one of " + RecordKind.allCases.map(\.word).joined(separator: ", "))
        }
        guard (1...65_536).contains(memory) else { throw ValidationError("--memory must be from 1 to 65536") }
        if url != nil, options.database != nil {
            throw ValidationError("--database goes with a store of one's own, not with --url")
        }
        if dryRun, url != nil { throw ValidationError("--dry-run goes with a store of one's own, not with --url") }
        if journal != nil, input.files.count > 1 { throw ValidationError("--journal goes with one file") }
    }

    /// The answer is what was restored, where the file is the export of a whole store.
    private func importAll(_ notes: ImportNotes) async throws -> RestoredCounts? {
        try Preparation.check(
            files: input.files, rejects: rejects, temporary: input.temporaryFolder, putsAside: url == nil)
        let mapping = try input.readMapping()
        Interruption.listen()
        var inputs = inputs(mapping, notes)
        if let url {
            try await send(inputs, to: ServerConnection(url: url, key: key()), url, mapping, notes)
            return nil
        }
        // A pipe can be opened once only.
        let first = try inputs[0].open()
        if first.isExport, !recordsOnly, inputs.count == 1 { return try await restore(first) }
        inputs[0].opened = first
        try await store(inputs, notes)
        return nil
    }

    private func restore(_ file: TextFile) async throws -> RestoredCounts {
        let deployment = try await options.load()
        let installation =
            dryRun
            ? try await Installation(copyOf: deployment) : try await Installation(restoringInto: deployment)
        let store = installation.store
        var reading = StoreReading(
            file, by: Restoration(by: installation.service, into: store), isQuiet: json)
        let result: Result<RestoredCounts, ImportFailure>
        do throws(ImportFailure) { result = .success(try await reading.run()) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }

    private func store(_ inputs: [FileImport], _ notes: ImportNotes) async throws {
        let deployment = try await options.load()
        let installation =
            dryRun ? try await Installation(copyOf: deployment) : try await Installation(deployment, makesStore: true)
        var target = StoreTarget(
            service: installation.service, deployment, at: .now, folder: input.temporaryFolder,
            isPiped: !input.files.allSatisfy(InputFile.isPlain), isTrial: dryRun, isQuiet: json)
        do {
            for (place, file) in inputs.enumerated() {
                notes.unread = input.files[(place + 1)...]
                try await file.run(into: &target)
            }
        } catch {
            try? await target.finish(notes)
            await installation.store.close()
            throw error
        }
        await installation.store.close()
    }

    private func send(
        _ inputs: [FileImport], to connection: ServerConnection, _ url: String, _ mapping: MappingFile?,
        _ notes: ImportNotes
    ) async throws {
        var target = ServerTarget(connection)
        for (place, file) in inputs.enumerated() {
            notes.unread = input.files[(place + 1)...]
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
        return zip(input.files, RejectNames(folder: rejects, inputs: input.files).paths).map { path, rejectPath in
            FileImport(
                path: path, mapping: mapping, rejectPath: rejectPath + (dryRun ? ".dry-run" : ""), today: today,
                grouping: RowGrouping(folder: input.temporaryFolder, capacity: memory << 20), notes: notes,
                isQuiet: json,
                takesRecordsOnly: recordsOnly)
        }
    }

    private func key() throws(ImportFailure) -> String? {
        guard let keyFile else { return ProcessInfo.processInfo.environment["CLIENTELE_KEY"] }
        guard let text = try? String(contentsOfFile: keyFile, encoding: .utf8) else {
            throw ImportFailure("the key file \(keyFile) cannot be read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
