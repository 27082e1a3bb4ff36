package import ProfileCore

extension RecordDecoder {
    /// The key of a record whose id a document says, which is judged as an id that a mapping reads.
    package func key(kind: RecordKind, source: String, written id: JSONValue?) -> Result<FactKey, WireRejection> {
        let written = id.map { WrittenValue($0) } ?? .nothing
        if let fault = CellReading.fault(ofID: written.text, written.form) {
            return .failure(
                WireRejection(problems: [WireProblem(pointer: "/id", code: fault.code, detail: fault.detail)]))
        }
        return key(kind: kind, source: source, id: written.text)
    }
}
