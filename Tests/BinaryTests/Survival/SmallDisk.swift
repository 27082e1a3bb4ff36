/// A disk in memory that only one program sees, where the system lets its users have such.
struct SmallDisk: Sendable {
    let path: String
    private let megabytes: Int

    init(in folder: Folder, megabytes: Int) {
        path = folder.file("disk")
        self.megabytes = megabytes
    }

    /// Runs a command on it.
    var wrapper: [String] {
        let mount = #"mkdir -p "\#(path)" && mount -t tmpfs -o size=\#(megabytes)m tmpfs "\#(path)""#
        return ["unshare", "--map-root-user", "--mount", "sh", "-c", mount + #" && exec "$0" "$@""#]
    }

    /// A file on the disk, by a path that others may use too.
    func file(_ name: String, seenBy program: Program) -> String {
        "/proc/\(program.pid)/root\(path)/\(name)"
    }

    static var isPossible: Bool {
        get async {
            guard let folder = try? Folder() else { return false }
            let disk = SmallDisk(in: folder, megabytes: 1)
            let words = disk.wrapper.map { "'\($0)'" } + ["test", "-w", disk.path + "/."]
            return (try? await Shell.run(words.joined(separator: " ") + " 2>/dev/null", in: folder)) == 0
        }
    }
}
