package import ProfileCore

/// Somebody in a queue.
package struct Waiting: Hashable, Sendable {
    /// The caller's own name for the place in the queue.
    package let ref: String
    /// Nil when the identifier given could be nobody's.
    package let reference: ProfileReference?
    package let waitedSeconds: Int

    package init(ref: String, reference: ProfileReference?, waitedSeconds: Int) {
        self.ref = ref
        self.reference = reference
        self.waitedSeconds = waitedSeconds
    }
}
