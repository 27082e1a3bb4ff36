/// Where the tables of a database are.
package enum Layout: Sendable {
    case together
    /// On many machines, by Citus: each statement is planned with its values, which say what machines it is for.
    case spread
}
