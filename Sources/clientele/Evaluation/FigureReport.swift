import Foundation

/// A report in lines: a name, and figures in columns.
protocol FigureReport {}

extension FigureReport {
    static func row(_ name: String, _ cells: [String]) -> String {
        let shown = name.count > 30 ? name.prefix(29) + "…" : name[...]
        return "  " + String(shown).padding(toLength: 30, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }.joined()
    }

    static func fixed(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }
}
