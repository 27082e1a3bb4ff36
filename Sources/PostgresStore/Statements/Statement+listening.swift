extension Statement {
    static let listen = Statement("listen", .none, "LISTEN \(ChangeChannel.name)")
}
