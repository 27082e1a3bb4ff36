import Dispatch
package import ProfileCore
import Synchronization

/// For large batches, where turning values into bytes and back is as much work as all that the database does with them.
extension Stored {
    /// The bytes of each value, nil for none, worked out on all processors.
    package static func bytes(ofEach values: [(some Storable & Sendable)?]) -> [[UInt8]?] {
        values.concurrently { $0.map(bytes(of:)) }
    }

    /// The value of each, worked out on all processors.
    package static func values<Value: Storable & Sendable>(
        _ type: Value.Type = Value.self, ofEach stored: [[UInt8]]
    ) throws(DecodingFailure) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(stored.count)
        // A read of one profile need not go through outcomes, which copy it.
        guard stored.count > oneShare else {
            for bytes in stored { values.append(try value(type, from: bytes)) }
            return values
        }
        for result in stored.concurrently({ bytes in outcome(type, from: bytes) }) {
            values.append(try result.get())
        }
        return values
    }

    private static func outcome<Value: Storable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) -> Result<Value, DecodingFailure> {
        do throws(DecodingFailure) { return .success(try value(type, from: bytes)) } catch { return .failure(error) }
    }
}

/// So few are not worth another processor.
private let oneShare = 64

extension Array where Element: Sendable {
    /// What `work` makes of each element, in their order, worked out on all processors.
    package func concurrently<Output: Sendable>(_ work: @Sendable (Element) -> Output) -> [Output] {
        guard count > oneShare else { return map(work) }
        let parts = parts(of: oneShare)
        let results = Mutex([[Output]](repeating: [], count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { number in
            let result = parts[number].map(work)
            results.withLock { $0[number] = result }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}

extension Array {
    /// The elements in their order, so many together.
    package func parts(of size: Int) -> [ArraySlice<Element>] {
        guard count > size else { return isEmpty ? [] : [self[...]] }
        return stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
