/// A profile as it is sent before products and notices are joined with it.
package struct RenderedProfile: Sendable {
    package let bytes: [UInt8]
    /// Where these have their places in it, ascending; whoever rendered it knows which is which.
    package let seams: [Int]

    package init(bytes: [UInt8], seams: [Int] = []) {
        self.bytes = bytes
        self.seams = seams
    }
}
