import Dispatch
import ProfileCore
import Synchronization

/// For large batches, where turning profiles into bytes and back is as much work as all that the database does with
/// them.
extension Stored {
    /// The bytes of each value, nil for none, worked out on all processors.
    static func bytes(ofEach values: [(some Storable & Sendable)?]) -> [[UInt8]?] {
        concurrently(values) { $0.map(bytes(of:)) }
    }

    /// The value of each, worked out on all processors.
    static func values<Value: Storable & Sendable>(
        _ type: Value.Type = Value.self, ofEach stored: [[UInt8]]
    ) throws(DecodingFailure) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(stored.count)
        for result in concurrently(stored, { bytes in outcome(type, from: bytes) }) {
            values.append(try result.get())
        }
        return values
    }

    private static func outcome<Value: Storable>(
        _ type: Value.Type, from bytes: [UInt8]
    ) -> Result<Value, DecodingFailure> {
        do throws(DecodingFailure) { return .success(try value(type, from: bytes)) } catch { return .failure(error) }
    }

    private static func concurrently<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], _ work: @Sendable (Input) -> Output
    ) -> [Output] {
        let parts = inputs.parts(of: 64)
        guard parts.count > 1 else { return inputs.map(work) }
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
    func parts(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
