extension Statement {
    static let listen = Statement("listen", .none, "LISTEN \(ChangeChannel.name)")

    /// The last number that was given to a change, the server's clock, and when the database was made, by which it is
    /// told from others.
    static let pulse = Statement(
        "pulse", .none,
        """
        SELECT c.value, \(ChangeChannel.clock), m.applied_at FROM counters AS c, schema_migrations AS m
        WHERE c.name = 'changes' AND m.number = 1
        """)
}
