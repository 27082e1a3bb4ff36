import ProfileCore

@testable import ProfileWire

/// Small files in the shapes that systems give, and mappings for them, for tests.
enum MappingSample {
    static let orderHeader = [
        "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID",
    ]

    static let order = """
        {"kind":"order","source":"erp","dates":"YYYY-MM-DD hh:mm:ss","time_zone":"Europe/London","group_by":"InvoiceNo",
        "record":{"id":"InvoiceNo","customer":{"erp":"CustomerID"},"placed_at":"InvoiceDate","currency":{"value":"GBP"},
        "status":{"value":"delivered","when":[{"column":"InvoiceNo","starts_with":"C","value":"returned"}]},
        "lines":{"sku":"StockCode","name":"Description","quantity":"Quantity","unit_price":"UnitPrice"}}}
        """

    static let interaction = """
        {"kind":"interaction","source":"desk","dates":["D/M/YYYY hh:mm","iso"],"time_zone":"Europe/Berlin",
        "null_words":["?"],"decimal":",","thousands":".",
        "record":{"id":"no","customer":{"desk":"caller","email":"mail"},"occurred_at":"opened",
        "channel":{"column":"via","table":{"Phone":"phone","Self service":"form","None":null},"otherwise":"email"},
        "duration_seconds":"secs","agent":{"id":{"column":"agent","prefix":"a-"}},
        "topic":{"columns":["cat","sub"],"join":" / "}}}
        """

    static let interactionHeader = ["no", "caller", "mail", "opened", "via", "secs", "agent", "cat", "sub"]

    static func tree(_ json: String) throws -> JSONValue {
        try JSONReader.parse(Array(json.utf8))
    }

    static let today = Day(number: 20_000)

    static func bound(_ json: String, _ header: [String]) throws -> BoundMapping {
        try BoundMapping(Mapping(tree(json)), header: header, today: today)
    }

    static func rows(_ lines: [String], from first: Int = 2) -> [CSVRow] {
        lines.enumerated().map { index, line in
            CSVRow(
                line: first + index,
                fields: line.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        }
    }

    static let decoder = RecordDecoder(DecodingContext(arrivedAt: Timestamp(milliseconds: 1_795_600_000_000)))
}
