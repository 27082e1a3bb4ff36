extension Statement {
    static let listen = Statement("listen", .none, "LISTEN \(ChangeChannel.name)")

    /// Tells other nodes a position ($1) and the present moment. It need not be durable, since the pulse repeats the
    /// position.
    static let tellNumber = Statement(
        "tell_number", .none,
        """
        SELECT set_config('synchronous_commit', 'off', true),
            pg_notify('\(ChangeChannel.name)', concat($1::text, ' ', \(ChangeChannel.clock)))
        """)

    /// The last number of each stripe, the server's clock, and the moment the database was made, which identifies it.
    static let pulse = Statement(
        "pulse", .none,
        """
        SELECT c.name, c.value, \(ChangeChannel.clock), m.applied_at FROM counters AS c, schema_migrations AS m
        WHERE m.number = 1
        """)
}
