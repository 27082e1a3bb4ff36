/// How long the texts of a record may be, in characters.
enum TextLimit {
    static let name = 500
    static let code = 255
    static let tag = 100
    static let topic = 500
    static let url = 2_000
    static let summary = 10_000
}
