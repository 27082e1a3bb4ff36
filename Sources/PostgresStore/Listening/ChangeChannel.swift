/// Where nodes tell each other that profiles changed.
enum ChangeChannel {
    static let name = "clientele_changes"
}
