/// One rating a customer gave in an interaction.
package struct RatingEntry: Recorded {
    package let source: String
    package let id: String
    package let at: Timestamp
    package let value: Int

    package init(source: String, id: String, at: Timestamp, value: Int) {
        self.source = source
        self.id = id
        self.at = at
        self.value = value
    }
}
