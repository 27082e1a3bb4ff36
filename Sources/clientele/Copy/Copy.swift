import ArgumentParser
import PostgresStore
import ProfileCore
import ProfileStore
import ProfileWire
import SQLiteStore

struct Copy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move everything from one store to another.",
        discussion: """
            Records, links, profiles with their versions and change numbers, aliases, merges, conflicts, the VIP \
            policy and the keys, between any two stores. The source is only read, and may be in use; the \
            target must be empty.

            A copy that was cut off goes on where it was when it is run again. Until it is finished no server starts \
            on the target. At the end every row of one store is compared with the other's. Passwords need not stand \
            in a URL: PGPASSWORD and ~/.pgpass are read.

            Exit code 0 when the target is the same as the source, 1 when the copy is not finished.
            """)

    @Option(help: ArgumentHelp("The store to copy: sqlite:PATH or postgres://…", valueName: "store"))
    var from: String

    @Option(help: ArgumentHelp("The empty store to copy it to: sqlite:PATH or postgres://…", valueName: "store"))
    var to: String

    @Flag(help: "Finish the copy as of its beginning, although the source was written to meanwhile.")
    var snapshot = false

    @Flag(help: "Tell the outcome as JSON.")
    var json = false

    func run() async throws {
        let (from, to) = (try DatabaseLocation(from, option: "--from"), try DatabaseLocation(to, option: "--to"))
        do {
            let outcome = try await copy(from, to)
            if json { Console.show(outcome.json) } else { Console.show(outcome.text) }
        } catch let failure as TransferFailure {
            throw told(failure.sentence)
        } catch let error as OpenError {
            throw told(error.description)
        } catch let error as PostgresOpenError {
            throw told(error.description)
        }
    }

    private func told(_ sentence: String) -> ExitCode {
        Console.complain(sentence)
        return ExitCode(1)
    }

    private func copy(_ from: DatabaseLocation, _ to: DatabaseLocation) async throws -> TransferOutcome {
        let source = try await from.snapshot()
        let target = try await to.target()
        Interruption.listen()
        var progress = CopyProgress(isQuiet: json)
        let result: Result<TransferOutcome, TransferFailure>
        do throws(TransferFailure) {
            let transfer = StoreTransfer(from: source, to: target)
            result = .success(
                try await transfer.run(ignoringChanges: snapshot) {
                    progress.advance($0)
                    return !Interruption.isWanted
                })
        } catch {
            result = .failure(error)
        }
        progress.finish()
        await source.close()
        await target.close()
        return try result.get()
    }
}

/// How far a copy is, first in copying and then in comparing.
struct CopyProgress {
    private let isQuiet: Bool
    private var line: ProgressLine?
    private var last: TransferProgress?

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    mutating func advance(_ progress: TransferProgress) {
        guard !isQuiet else { return }
        if last == nil, progress.isResumed { Console.say("Going on with the copy that was begun before.") }
        if last?.stage != progress.stage {
            finish()
            line = ProgressLine(progress.stage == .copying ? "Copying" : "Comparing", unit: "rows")
        }
        last = progress
        line?.advance(to: progress.rows, of: progress.total)
    }

    mutating func finish() {
        if let last { line?.finish(at: last.rows) }
        line = nil
    }
}

extension DatabaseLocation {
    /// The store as it is at this moment.
    func snapshot() async throws -> any TransferSource {
        switch self {
        case .sqlite(let path): try SQLiteStore.snapshot(path: path)
        case .postgres(let url): try await PostgresStore.snapshot(url: url)
        }
    }

    /// The store to copy another one into.
    func target() async throws -> any TransferTarget {
        switch self {
        case .sqlite(let path): try SQLiteStore.openTarget(path: path)
        case .postgres(let url): try await PostgresStore.openTarget(url: url)
        }
    }
}

extension TransferFailure {
    /// Shown to the person who started the copy.
    var sentence: String {
        switch self {
        case .source(let error): Self.sentence("source", error)
        case .target(let error): Self.sentence("target", error)
        case .sameStore: "source and target are the same store"
        case .occupied(let table):
            """
            the target is not empty (there are rows in \(table)): a copy needs a new database, on which no server was \
            started before
            """
        case .otherOrigin(let origin):
            """
            the target is an unfinished copy of \(origin), which is another store: finish that copy, or take a new \
            database
            """
        case .differs(let rows, let table):
            """
            \(rows) rows of the target are not like the source's, the first of them in \(table): something else wrote \
            to it. The target stays closed; run the same copy again
            """
        case .sourceChanged:
            """
            the source was written to while it was copied. What it held at the beginning is in the target, which stays \
            closed: stop what writes to the source and run the same copy again, which takes over what is new; or run \
            it with --snapshot, to have the store as it is then
            """
        case .stopped: "stopped; what was copied is stored, and running the same copy again goes on there"
        }
    }

    private static func sentence(_ side: String, _ error: StoreError) -> String {
        switch error {
        case .unavailable: "the \(side) cannot be reached any more; running the same copy again goes on there"
        case .cannotWrite:
            "the disk of the \(side) is full or may not be written to; make room and run the same copy again"
        case .diskFailed(let detail):
            "the disk of the \(side) does not keep what is written (\(detail)): see to it and run the same copy again"
        case .unreadable(let detail), .failed(let detail): "the \(side) cannot be copied: \(detail)"
        }
    }
}

extension TransferOutcome {
    var text: String {
        let start = isResumed ? "Copied, going on with what was there" : "Copied"
        let rows = Wording.count(total.rows, "row")
        return (["\(start): \(rows), each compared, up to \(lastPosition)"] + StoredTable.all.map(line))
            .joined(separator: "\n")
    }

    private func line(_ table: StoredTable) -> String {
        let tally = tables[table.name] ?? TransferCounts()
        let parts = [
            (tally.written, "written"), (tally.found, "there before"), (tally.removed, "removed that are gone"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return (["  \(table.name): \(Wording.count(tally.rows, "row"))"] + parts).joined(separator: ", ")
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("resumed", isResumed)
            json.member("last_change", lastPosition.description)
            Self.write(total, to: &json)
            json.member("tables") { json in
                json.object { json in
                    for table in StoredTable.all {
                        json.key(named: table.name)
                        json.object { Self.write(tables[table.name] ?? TransferCounts(), to: &$0) }
                    }
                }
            }
        }
        return json.bytes
    }

    private static func write(_ tally: TransferCounts, to json: inout JSONWriter) {
        json.member("rows", tally.rows)
        json.member("written", tally.written)
        json.member("found", tally.found)
        json.member("removed", tally.removed)
    }
}
