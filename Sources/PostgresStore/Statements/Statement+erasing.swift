/// What leaves nothing of a profile.
extension Statement {
    static let eraseFacts = Statement("erase_facts", .everywhere, "DELETE FROM facts WHERE profile = $1::uuid")
    static let eraseLinks = Statement("erase_links", .everywhere, "DELETE FROM links WHERE profile = $1::uuid")
    static let aliasesOf = Statement(
        "aliases_of", .everywhere, "SELECT a.alias FROM aliases AS a WHERE a.profile = $1::uuid")

    /// Each of these tables names two profiles.
    static let eraseReview = [
        ("merges", "absorbed"), ("merges", "survivor"), ("conflicts", "profile"), ("conflicts", "holder"),
        ("separations", "first"), ("separations", "second"),
    ].map { table, column in
        Statement(
            "erase_\(table)_by_\(column)", .everywhere,
            "DELETE FROM \(table) AS t USING unnest($1::uuid[]) AS n (id) WHERE t.\(column) = n.id")
    }
}
