import ProfileWire

/// A file of text: what it is, and its bytes in an encoding that has ASCII's separators.
final class TextFile {
    let input: InputFile
    let nature: FileNature
    /// Nil when it is to be found out from the text.
    let encoding: TextEncoding?
    /// The number of the first line that is handed out: empty ones before it are passed over.
    let firstLine: Int
    /// What the file begins with.
    let sample: [UInt8]
    private var isSampleTaken = false
    private var utf16: UTF16Stream?
    private var isAtEnd = false

    /// Looks at the beginning of the file. `declared` wins over what a byte order mark tells.
    ///
    /// - Throws: when the file is no text.
    init(_ input: InputFile, declared: TextEncoding?) throws(ImportFailure) {
        self.input = input
        var start: [UInt8] = []
        while start.count < FileNature.sampleSize, let piece = try input.next() { start += piece }
        let mark = FileNature.mark(of: start)
        if let mark { start.removeFirst(mark.length) }
        let encoding = declared ?? mark?.encoding
        var utf16: UTF16Stream?
        switch encoding {
        case .utf16LittleEndian: utf16 = UTF16Stream(bigEndian: false)
        case .utf16BigEndian: utf16 = UTF16Stream(bigEndian: true)
        default: break
        }
        self.encoding = utf16 == nil ? encoding : .utf8
        if let text = utf16?.utf8(start) { start = text }
        var blank = BlankStart()
        while blank.strip(&start) || start.count < FileNature.sampleSize {
            guard let piece = try input.next() else {
                isAtEnd = true
                start += utf16?.finish() ?? []
                break
            }
            start += utf16?.utf8(piece) ?? piece
        }
        self.utf16 = utf16
        sample = start
        nature = FileNature(of: Array(start.prefix(FileNature.sampleSize)))
        firstLine = blank.nextLine(countingReturns: nature != .ndjson)
        if case .binary(let words) = nature {
            throw ImportFailure(
                "\(input.name) is no text file" + (words.map { ": it looks like \($0)" } ?? " but binary data"))
        }
    }

    /// Whether it is an export of a whole store.
    var isExport: Bool { nature == .ndjson && ExportLine.begins(sample) }

    /// Goes on about that place of a plain file, at a whole character.
    func jump(to offset: Int) throws(ImportFailure) {
        try input.jump(to: offset / 2 * 2)
        (isSampleTaken, isAtEnd) = (true, false)
        _ = utf16?.finish()
    }

    func next() throws(ImportFailure) -> [UInt8]? {
        if !isSampleTaken {
            isSampleTaken = true
            return sample
        }
        guard !isAtEnd else { return nil }
        guard let piece = try input.next() else {
            isAtEnd = true
            return utf16?.finish()
        }
        return utf16?.utf8(piece) ?? piece
    }
}
