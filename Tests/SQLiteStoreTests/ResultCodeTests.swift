import Glibc
import ProfileStore
@testable import SQLiteStore
import SQLStore
import Testing

@Suite("What SQLite's codes mean")
struct ResultCodeTests {
    @Test("A sync that failed ends everything", arguments: [1034, 1290] as [Int32])
    func sync(code: Int32) {
        guard case .diskFailed = StoreError(resultCode: code, systemError: EIO) else {
            Issue.record("\(StoreError(resultCode: code))")
            return
        }
    }

    @Test("So does a write that failed, unless there was no room", arguments: [778, 1546] as [Int32])
    func write(code: Int32) {
        for error in [ENOSPC, EFBIG, EDQUOT] {
            #expect(StoreError(resultCode: code, systemError: error) == .cannotWrite)
        }
        #expect(StoreError(resultCode: code, systemError: EIO) != .cannotWrite)
    }

    @Test("A read that failed refuses one call, and a full disk writes", arguments: [266, 522] as [Int32])
    func read(code: Int32) {
        guard case .unreadable = StoreError(resultCode: code, systemError: EIO) else {
            Issue.record("\(StoreError(resultCode: code))")
            return
        }
        #expect(StoreError(resultCode: 13) == .cannotWrite)
    }
}
