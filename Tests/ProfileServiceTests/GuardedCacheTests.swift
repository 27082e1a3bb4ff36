@testable import ProfileService
import Testing

@Suite("A cache that is bounded in bytes")
struct GuardedCacheTests {
    /// One shard, of values that weigh what they say.
    private func cache(size: Int) -> GuardedCache<Int, Int> {
        GuardedCache(size: size, shardCount: 1) { _, weight in weight }
    }

    private func weight(of cache: GuardedCache<Int, Int>, keys: Range<Int>) -> Int {
        keys.reduce(0) { $0 + (cache[$1] ?? 0) }
    }

    @Test("However much is put in, no more is kept than it may take, and no less than half of that")
    func bound() {
        let cache = cache(size: 1000)
        for key in 0..<500 {
            cache.keep(1 + key * 7 % 40, for: key, readWith: cache.ticket())
            let kept = weight(of: cache, keys: 0..<500)
            #expect(kept <= 1000)
            #expect(key < 100 || kept >= 460)
        }
    }

    @Test("A value in the place of another counts once")
    func replaced() {
        let cache = cache(size: 1000)
        for _ in 0..<100 {
            cache.keep(200, for: 1, readWith: cache.ticket())
            cache.keep(200, for: 2, readWith: cache.ticket())
        }
        cache.invalidate(2)
        cache.keep(300, for: 3, readWith: cache.ticket())
        #expect(cache[1] == 200 && cache[2] == nil && cache[3] == 300)
    }

    @Test("What is used stays longer than what is not")
    func used() {
        let cache = cache(size: 1000)
        cache.keep(10, for: -1, readWith: cache.ticket())
        cache.keep(10, for: -2, readWith: cache.ticket())
        for key in 0..<200 {
            cache.keep(10, for: key, readWith: cache.ticket())
            #expect(cache[-1] == 10)
        }
        #expect(cache[-2] == nil)
    }

    @Test("What is too large for it is not kept, nor what was in its place")
    func tooLarge() {
        let cache = cache(size: 1000)
        cache.keep(10, for: 1, readWith: cache.ticket())
        cache.keep(501, for: 1, readWith: cache.ticket())
        #expect(cache[1] == nil)
        let none = self.cache(size: 0)
        none.keep(1, for: 1, readWith: none.ticket())
        #expect(none[1] == nil)
    }

    @Test("What was read before it changed is not kept")
    func stale() {
        let cache = cache(size: 1000)
        let ticket = cache.ticket()
        cache.invalidate(1)
        cache.keep(10, for: 1, readWith: ticket)
        #expect(cache[1] == nil)
        cache.keep(10, for: 1, readWith: cache.ticket())
        #expect(cache[1] == 10)
    }

    @Test("What was read before others were removed is not kept either: it may be one of them")
    func removed() {
        let cache = cache(size: 1000)
        let ticket = cache.ticket()
        cache.removeAll { $0 == 10 }
        cache.keep(10, for: 1, readWith: ticket)
        #expect(cache[1] == nil)
        cache.keep(11, for: 1, readWith: cache.ticket())
        #expect(cache[1] == 11)
    }
}
