import Foundation

/// What an import needs besides its records, looked at before the first of them is taken.
enum Preparation {
    /// - Throws: when a file cannot be read or a folder cannot be written to.
    static func check(files: [String], rejects: String, temporary: String) throws(ImportFailure) {
        for path in files where path != "-" {
            guard access(path, R_OK) == 0 else {
                throw ImportFailure("\(path) cannot be read: \(InputFile.systemError)")
            }
        }
        try check(folder: rejects, "the folder for rejects")
        try check(folder: temporary, "the folder for temporary files")
    }

    private static func check(folder: String, _ purpose: String) throws(ImportFailure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw ImportFailure("\(purpose), \(folder), does not exist")
        }
        guard isFolder.boolValue else { throw ImportFailure("\(purpose), \(folder), is no folder") }
        guard access(folder, W_OK | X_OK) == 0 else {
            throw ImportFailure("\(purpose), \(folder), cannot be written to: \(InputFile.systemError)")
        }
    }
}
