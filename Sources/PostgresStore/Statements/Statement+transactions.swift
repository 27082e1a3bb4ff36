extension Statement {
    /// Each statement sees what was committed before it began, which is what the locks taken before it are for.
    static let begin = Statement("begin", .none, "BEGIN ISOLATION LEVEL READ COMMITTED")
    /// For several reads of one moment.
    static let beginReading = Statement("begin_reading", .none, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    static let commit = Statement("commit", .none, "COMMIT")
    static let rollBack = Statement("roll_back", .none, "ROLLBACK")
    static let signOfLife = Statement("sign_of_life", .none, "SELECT 1")
}
