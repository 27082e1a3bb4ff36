import Foundation

/// What a path leads to, links followed.
enum FileKind {
    case none, regular, folder
    /// A device, a pipe or a socket: written to, and never replaced.
    case special

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .none
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        default: self = .special
        }
    }
}
