import ProfileCore
@testable import PostgresStore
import SQLStore
import Testing

@Suite("Values on their way to the server") struct ParameterTests {
    @Test func valuesWithoutBytesAreNotNull() {
        var parameters = Parameters()
        parameters.add("")
        parameters.add([UInt8]())
        let areThere = parameters.withPointers { pointers, lengths in
            pointers.allSatisfy { $0 != nil } && lengths == [0, 0]
        }
        #expect(areThere)
    }
}
