/// Why an import cannot go on, in one sentence for whoever started it.
struct ImportFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
