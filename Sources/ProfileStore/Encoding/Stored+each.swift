import Dispatch
import Synchronization

extension Stored {
    /// The bytes of each value, nil for none, worked out on all processors: for a large batch that is as much work as all
    /// that the database does with it.
    package static func bytes(ofEach values: [(some Storable & Sendable)?]) -> [[UInt8]?] {
        let parts = values.parts(of: 64)
        guard parts.count > 1 else { return values.map { $0.map(bytes(of:)) } }
        let results = Mutex([[[UInt8]?]](repeating: [], count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { number in
            let result = parts[number].map { $0.map(bytes(of:)) }
            results.withLock { $0[number] = result }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}

extension Array {
    /// The elements in their order, so many together.
    package func parts(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
