/// How often the cache could answer, since the start.
package struct CacheCounts: Hashable, Sendable {
    package let hits: Int
    package let misses: Int
}
