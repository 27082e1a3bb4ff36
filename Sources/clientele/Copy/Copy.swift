import ArgumentParser
import PostgresStore
import ProfileStore
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
