import ArgumentParser
import SQLiteStore

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy an embedded store to a file, also while it is served.",
        discussion: """
            The file holds the store as it was when the backup began. It has its name only once it is whole, checked \
            and on disk; a file that is there already is left alone.

            To restore it, stop the service, remove the database and the files beside it whose names end in -wal and \
            -shm, copy the backup to the database's name, and start the service.

            PostgreSQL has its own ways: pg_dump, or pg_basebackup with an archive of its log.

            Exit code 0 when there is a backup, 1 when there is none.
            """)

    @OptionGroup var options: DeploymentOptions

    @Option(help: "The file to make.")
    var to: String

    func run() async throws {
        guard case .sqlite(let path) = try DatabaseLocation(try await options.load().database) else {
            Console.complain("a database on PostgreSQL is backed up with pg_dump or pg_basebackup")
            throw ExitCode(64)
        }
        Interruption.listen()
        do throws(BackupError) {
            try backUp(path)
        } catch {
            Console.complain(error.description)
            throw ExitCode(1)
        }
    }

    private func backUp(_ path: String) throws(BackupError) {
        var progress = ProgressLine("Backing up", unit: "pages")
        var pages = 0
        try SQLiteStore.backUp(path: path, to: to) { done, total in
            progress.advance(to: done, of: total)
            pages = done
            return !Interruption.isWanted
        }
        progress.finish(at: pages)
    }
}
