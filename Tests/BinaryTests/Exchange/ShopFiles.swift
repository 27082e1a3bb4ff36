import Foundation

/// Exports of three systems about the same few people, in the shapes that systems give, and the mappings for them.
struct ShopFiles {
    let folder: Folder

    static let names = ["crm", "orders", "desk", "promises"]

    private static let crm = """
        card;first;last;born;mail;erp_no;desk_no\r
        A1;Zoë;Müller;1980-02-29;zoe@example.com;15932;4739\r
        A2;Zoe;Müller;1980-02-29;zoe@example.com;;\r
        A3;Zora;Miller;1981-03-01;zoe@example.com;14006;\r
        A4;=HYPERLINK("x");"Quux; jr";;quux@example.com;;3933\r
        """

    private static let orders = """
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
        536404,22297,"HEART, IVORY",24,2010-12-01 11:29:00,1.25,15932
        536405,22771,KNOB,12,2011-07-01 11:29:00,1.25,14006
        C536406,22297,"HEART, IVORY",-4,2010-12-02 10:00:00,1.25,15932
        536404,POST,,1,2010-12-01 11:29:00,3.5,15932
        """

    private static let desk = """
        number,caller,type,opened,state
        0007783,4739,Phone,16/3/2016 13:17,Closed
        0009375,3933,Self service,21/3/2016 10:56,New
        0009376,?,Email,21/3/2016 10:57,New
        """

    private static let promises = """
        number,caller,made,what,until,result,by
        1,4739,16/3/2016 13:30,Call back,18/3/2016,kept,57
        2,4739,17/3/2016 09:00,"Send a label, free of charge",21/3/2016,missed,57
        3,3933,21/3/2016 11:00,Mail the answer,30/3/2016,,
        """

    static let mappings = [
        "crm": """
        kind: customer
        source: crm
        record:
          id: card
          given_name: first
          family_name: last
          birthday: born
          emails: mail
          identifiers: {erp: erp_no, desk: desk_no}
        """,
        "orders": """
        kind: order
        source: erp
        dates: YYYY-MM-DD hh:mm:ss
        time_zone: Europe/London
        group_by: InvoiceNo
        record:
          id: InvoiceNo
          customer: {erp: CustomerID}
          placed_at: InvoiceDate
          updated_at: InvoiceDate
          currency: {value: GBP}
          status:
            value: delivered
            when: {column: InvoiceNo, starts_with: C, value: returned}
          lines: {sku: StockCode, name: Description, quantity: Quantity, unit_price: UnitPrice}
        """,
        "desk": """
        kind: interaction
        source: desk
        dates: D/M/YYYY hh:mm
        time_zone: Europe/London
        null_words: ["?"]
        record:
          id: number
          customer: {desk: caller}
          occurred_at: opened
          updated_at: opened
          channel: {column: type, table: {Phone: phone, Email: email, Self service: form}}
          status: {column: state, table: {Closed: resolved}, otherwise: open}
        """,
        "promises": """
        kind: promise
        source: desk
        dates: [D/M/YYYY hh:mm, D/M/YYYY]
        time_zone: Europe/London
        record:
          id: number
          customer: {desk: caller}
          promised_at: made
          updated_at: made
          text: what
          due_on: until
          status: {column: result, table: {kept: kept, missed: broken}, otherwise: open}
          agent: {id: by}
        """,
    ]

    init(in folder: Folder) throws {
        self.folder = folder
        // Written by a system of the last century.
        let latin = Self.crm.data(using: .windowsCP1252) ?? Data()
        try latin.write(to: URL(filePath: folder.file("crm.csv")))
        _ = try folder.write(Self.orders, to: "orders.csv")
        _ = try folder.write(Self.desk, to: "desk.csv")
        _ = try folder.write(Self.promises, to: "promises.csv")
        for (name, text) in Self.mappings { _ = try folder.write(text, to: name + ".yaml") }
    }

    /// Takes one of the files in.
    func take(_ name: String, _ options: [String] = [], file: String? = nil) async throws -> Command {
        let program = try Program(
            [
                "import", folder.file(file ?? name + ".csv"), "--mapping", folder.file(name + ".yaml"), "--rejects",
                folder.path,
            ] + options, in: folder)
        let status = try await program.end()
        return Command(status: status, output: program.output, errors: program.errors)
    }
}
