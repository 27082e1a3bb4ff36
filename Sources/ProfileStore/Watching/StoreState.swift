/// What there is to know about a store before one knows anything that is in it.
package struct StoreState: Hashable, Sendable {
    package enum Engine: String, Hashable, Sendable {
        case sqlite, postgresql
    }

    package let engine: Engine
    /// The number of the last migration that was applied to it.
    package let schema: Int
    /// The number of the last migration this version knows. A newer version may have gone further.
    package let knownSchema: Int

    package init(engine: Engine, schema: Int, knownSchema: Int) {
        self.engine = engine
        self.schema = schema
        self.knownSchema = knownSchema
    }
}
