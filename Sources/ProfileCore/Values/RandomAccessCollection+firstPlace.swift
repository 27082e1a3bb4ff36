extension RandomAccessCollection where Index == Int {
    /// The first place whose element fulfils a condition that all later ones fulfil too; the end when none does.
    func firstPlace(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
