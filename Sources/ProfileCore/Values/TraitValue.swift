/// A free-form value that a source attached to a customer and that Clientele only carries.
package indirect enum TraitValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// A number, kept as the source wrote it.
    case number(String)
    case text(String)
    case list([TraitValue])
    case object([String: TraitValue])
}
