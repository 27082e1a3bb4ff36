extension Statement {
    static let listen = Statement("listen", .none, "LISTEN \(ChangeChannel.name)")

    /// The last number that was given to a change, and the server's clock.
    static let pulse = Statement(
        "pulse", .none, "SELECT value, \(ChangeChannel.clock) FROM counters WHERE name = 'changes'")
}
