import Foundation
import ProfileWire

/// How far a file has been acknowledged by a server, kept beside it until all of it is.
struct ImportJournal {
    let path: String
    /// What must be the same for the numbers to mean anything: the file, the mapping and the server.
    private let subject: String
    /// How many records, from the first.
    var acknowledged = 0
    /// How many of those were rejected.
    var rejected = 0

    /// Takes up what was noted about the same subject, if anything was.
    ///
    /// - Throws: when something other than a file lies there, which a journal would replace.
    init(path: String, subject: String) throws(ImportFailure) {
        self.path = path
        self.subject = subject
        guard FileKind(path) == .none || FileKind(path) == .regular else {
            throw ImportFailure("the journal \(path) is no regular file")
        }
        guard let data = FileManager.default.contents(atPath: path),
            case .object(let object)? = try? JSONReader.parse(Array(data)), object["subject"] == .string(subject),
            case .number(let acknowledged)? = object["acknowledged"], case .number(let rejected)? = object["rejected"]
        else { return }
        self.acknowledged = Int(acknowledged) ?? 0
        self.rejected = Int(rejected) ?? 0
    }

    /// In one step, whatever becomes of the process: a reader sees the old numbers or the new ones, and only one other
    /// file may be left behind, which the next save takes.
    func save() throws(ImportFailure) {
        var json = JSONWriter()
        json.object {
            $0.member("subject", subject)
            $0.member("acknowledged", acknowledged)
            $0.member("rejected", rejected)
        }
        do {
            try Data(json.bytes + [0x0A]).write(to: URL(filePath: draft))
            guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            throw ImportFailure("how far the import came cannot be noted in \(path); say with --journal where it can")
        }
    }

    func remove() {
        for file in [path, draft] { unlink(file) }
    }

    private var draft: String { path + ".new" }

    /// Tells one file, read by one mapping and sent to one server, from others.
    static func subject(file path: String, mapping: [UInt8], url: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let size = (attributes?[.size] as? Int) ?? 0
        let changed = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        // FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in mapping + Array(url.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "\(size) bytes, changed at \(changed), \(String(hash, radix: 16))"
    }
}
