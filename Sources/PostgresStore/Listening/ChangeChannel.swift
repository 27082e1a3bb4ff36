/// Where nodes tell each other that profiles changed.
enum ChangeChannel {
    static let name = "clientele_changes"

    /// SQL for the server's clock: microseconds since 1970-01-01T00:00Z.
    static let clock = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
}
