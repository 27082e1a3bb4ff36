import Foundation
import ProfileWire

/// Takes the lines that were rejected, each with its number and the reason, in the form of the file they came from, so
/// that it can be mended and run again. It comes into being with the first line, readable by its owner only.
///
/// What is refused while a file is read comes before what is refused beside what is stored. So it is put into the order
/// of the file at its end.
final class RejectFile {
    /// The columns in front of those of the original file.
    static let columns = [BoundMapping.originalLineColumn, "rejected_reason"]
    static let endings = [".rejects.csv", ".rejects.ndjson"]

    enum Form {
        case csv(header: [String])
        case json(Unit)

        var unit: Unit {
            if case .json(let unit) = self { unit } else { .line }
        }
    }

    /// What the numbers in a file of JSON count.
    enum Unit: String {
        case line, element
    }

    let path: String
    /// Whether lines are added to those of an earlier run.
    var appends = false
    private let form: Form
    private var handle: FileHandle?
    private var buffer: [UInt8] = []
    private var order = RejectOrder()

    /// `path` without the ending of the form.
    init(path: String, form: Form) {
        switch form {
        case .csv: self.path = path + Self.endings[0]
        case .json: self.path = path + Self.endings[1]
        }
        self.form = form
    }

    var isUsed: Bool { handle != nil }

    /// Whether the file begins with the lines of an earlier run, and so with a header.
    private var continues: Bool { appends && access(path, F_OK) == 0 }

    func add(_ origin: RecordOrigin, _ rejection: RowRejection) throws(ImportFailure) {
        switch origin {
        case .line(let number, let bytes): try add(line: number, bytes: bytes, reason: rejection.sentences)
        case .place(let number):
            try add(nil, line: number, reason: rejection.sentences)
            try add(line: number, bytes: nil, reason: rejection.sentences)
        case .documents(let documents):
            for document in documents {
                let reason = rejection.sentences(for: document.number, form.unit)
                try add(line: document.number, bytes: document.bytes, reason: reason, list: document.list)
            }
        case .rows(let rows):
            for row in rows { try add(row, line: row.line, reason: rejection.sentences(for: row.line, .line)) }
        }
    }

    /// `row` is nil when nothing of the line was kept.
    func add(_ row: CSVRow?, line: Int, reason: String) throws(ImportFailure) {
        guard case .csv(let header) = form else { return }
        var csv = CSVWriter()
        if !isUsed, !continues {
            csv.row(Self.columns + Self.kept(header, of: header))
            try write(csv.bytes)
            csv = CSVWriter()
        }
        csv.row([String(line), reason] + Self.kept(row?.texts ?? [], of: header))
        try write(csv.bytes, of: line)
    }

    /// `bytes` is nil when nothing of the line was kept.
    func add(line: Int, bytes: [UInt8]?, reason: String, list: String? = nil) throws(ImportFailure) {
        guard case .json(let unit) = form else { return }
        var json = JSONWriter()
        json.object { json in
            json.key(named: RejectedLine.member(unit))
            json.integer(line)
            json.member("rejected_reason", reason)
            if let list {
                json.key(named: RejectedLine.list)
                json.string(list)
            }
            guard let bytes else { return }
            if let value = try? JSONReader.parse(bytes) {
                // A document may stand on several lines, and here on one.
                json.member("record") { bytes.contains(0x0A) ? $0.value(value) : $0.value(rendered: bytes) }
            } else if let text = String(validating: bytes, as: UTF8.self) {
                json.member("text", text)
            } else {
                // As text it would change, and be taken when it is run again.
                json.member("base64", Data(bytes).base64EncodedString())
            }
        }
        try write(json.bytes + [0x0A], of: line, list: list)
    }

    func finish() throws(ImportFailure) {
        try flush()
        try? handle?.close()
        order.restore(in: path)
    }

    /// The fields that were in the original file: a file of rejects may be run again.
    private static func kept(_ fields: [String], of header: [String]) -> [String] {
        fields.indices.filter { !($0 < header.count && columns.contains(header[$0])) }.map { fields[$0] }
    }

    /// What says nothing of a line stays where it is, before all that do.
    private func write(_ bytes: [UInt8], of line: Int? = nil, list: String? = nil) throws(ImportFailure) {
        if handle == nil {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : O_TRUNC), 0o600)
            guard descriptor >= 0 else {
                throw ImportFailure("the rejects cannot be written to \(path): \(InputFile.systemError)")
            }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            order.begin(at: Int((try? file.seekToEnd()) ?? 0))
            handle = file
        }
        if let line { order.add(line, list ?? "", bytes.count) } else { order.begin(at: bytes.count) }
        buffer += bytes
        if buffer.count > 64 * 1024 { try flush() }
    }

    func flush() throws(ImportFailure) {
        guard let handle, !buffer.isEmpty else { return }
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            throw ImportFailure("the rejects cannot be written to \(path): \(InputFile.systemError)")
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

extension RowRejection {
    var sentences: String { problems.map(\.sentence).joined(separator: "; ") }

    /// What is wrong on that line or element, or on which other of the same record something is.
    func sentences(for line: Int, _ unit: RejectFile.Unit) -> String {
        let own = problems.filter { $0.line == line }
        if !own.isEmpty { return own.map(\.sentence).joined(separator: "; ") }
        return "rejected with \(unit.rawValue) \(problems[0].line): \(problems[0].sentence)"
    }
}

/// Where the rejected lines of each input go: no two inputs share a file, and none is an input itself.
struct RejectNames {
    private static let endings = [".gz", ".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".json"]

    /// For each input, in their order, without the ending of the form.
    let paths: [String]

    init(folder: String, inputs: [String]) {
        let stems = inputs.map(Self.stem)
        let files = Set(inputs.map(Self.resolved))
        var taken: Set<String> = []
        paths = zip(inputs, stems).map { input, stem in
            let isShared = stems.count { $0 == stem } > 1
            let name = isShared ? Self.folderName(of: input).map { $0 + "-" + stem } ?? stem : stem
            let candidates = [name] + (2...inputs.count + 2).map { "\(name)-\($0)" }
            let free = candidates.first { candidate in
                let path = folder + "/" + candidate
                return !taken.contains(candidate)
                    && !RejectFile.endings.contains { files.contains(Self.resolved(path + $0)) }
            }
            taken.insert(free ?? name)
            return folder + "/" + (free ?? name)
        }
    }

    /// The file's name without what tells its form.
    private static func stem(_ path: String) -> String {
        guard path != "-" else { return "stdin" }
        var name = path.split(separator: "/").last.map(String.init) ?? ""
        for ending in endings where name.hasSuffix(ending) && name.utf8.count > ending.utf8.count {
            name.removeLast(ending.count)
        }
        return name
    }

    private static func folderName(of path: String) -> String? {
        let parts = resolved(path).split(separator: "/")
        return parts.count > 1 ? String(parts[parts.count - 2]) : nil
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
    }
}

/// A line of a file of rejects, which is run as what was rejected.
struct RejectedLine {
    /// Which line or element of its file it was.
    let number: Int?
    let original: [UInt8]
    /// As of a `NumberedDocument`.
    let list: String?
    /// Why the row of a table was no document, as long as nobody mended it.
    let flaw: String?

    /// The member that names the list.
    static let list = "rejected_row_of"
    /// The member that keeps all fields of a row with more or fewer fields than columns. Its record stays rejected
    /// until a person mends it and removes this member.
    static let fields = "rejected_fields"

    static func member(_ unit: RejectFile.Unit) -> String { "rejected_" + unit.rawValue }

    /// What one begins with.
    static func beginning(_ unit: RejectFile.Unit) -> [UInt8] { Array("{\"\(member(unit))\":".utf8) }

    /// Nil when the bytes are no rejected line.
    init?(_ bytes: [UInt8]) {
        let units = [RejectFile.Unit.line, .element]
        guard let name = units.first(where: { bytes.starts(with: Self.beginning($0)) }).map(Self.member),
            case .object(let object)? = try? JSONReader.parse(bytes), case .number(let number)? = object[name]
        else { return nil }
        self.number = Int(number)
        list = if case .string(let name)? = object[Self.list] { name } else { nil }
        flaw = Self.flaw(of: object)
        if let record = object["record"] {
            var json = JSONWriter()
            json.value(record)
            original = json.bytes
        } else if case .string(let text)? = object["text"] {
            original = Array(text.utf8)
        } else if case .string(let text)? = object["base64"], let data = Data(base64Encoded: text) {
            original = Array(data)
        } else {
            return nil
        }
    }

    private static func flaw(of object: JSONObject) -> String? {
        guard case .object(let record)? = object["record"], record[fields] != nil else { return nil }
        return if case .string(let reason)? = object["rejected_reason"] { reason } else { fields }
    }
}
