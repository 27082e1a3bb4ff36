/// Groups that grow together: the union-find of Galler and Fischer (1964), with paths halved.
struct DisjointSets<Element: Hashable & Sendable>: Sendable {
    private var parents: [Element: Element] = [:]

    /// The element that stands for the group; an element not seen before is a group of its own.
    mutating func root(of element: Element) -> Element {
        var current = element
        while let parent = parents[current] {
            if let grandparent = parents[parent] { parents[current] = grandparent }
            current = parent
        }
        return current
    }

    mutating func join(_ one: Element, _ other: Element) {
        let (first, second) = (root(of: one), root(of: other))
        if first != second { parents[second] = first }
    }
}
