import Foundation
package import ProfileCore

extension Timestamp {
    /// The wall clock.
    package static var now: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
