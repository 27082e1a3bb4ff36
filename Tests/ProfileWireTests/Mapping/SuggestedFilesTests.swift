import ProfileCore
import Testing

@testable import ProfileWire

@Suite("Mappings are proposed for files as many systems write them")
struct SuggestedFilesTests {
    private func suggestion(
        _ header: String, _ rows: [String], separator: Character = ",", kind: RecordKind? = nil
    ) -> MappingSuggestion {
        let cells = { (line: String) in
            line.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        }
        return MappingSuggestion(
            header: cells(header), rows: rows.enumerated().map { CSVRow(line: $0 + 2, fields: cells($1)) }, kind: kind)
    }

    /// The lines of the proposal are there, each as a whole.
    private func expect(_ suggestion: MappingSuggestion, _ kind: RecordKind, _ lines: [String]) {
        #expect(suggestion.kind == kind, "\(suggestion.yaml)")
        let found = suggestion.yaml.split(separator: "\n").map(String.init)
        for line in lines {
            #expect(found.contains { $0 == line || $0.hasPrefix(line + " #") }, "\(line) in\n\(suggestion.yaml)")
        }
    }

    @Test("Orders of a marketplace, with words inside the names of columns")
    func marketplace() {
        expect(
            suggestion(
                "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
                    + "order_estimated_delivery_date",
                (0..<30).map {
                    "o\($0),c\($0 % 7),\(["canceled", "shipped"][$0 % 2]),2018-01-1\($0 % 9) 10:00:00,,2018-02-01"
                }), .order,
            [
                "  id: order_id", "    my_erp: customer_id", "  placed_at: order_purchase_timestamp",
                "      \"canceled\": cancelled", "      \"shipped\": shipped",
                "  expected_delivery: {column: order_estimated_delivery_date, dates: \"YYYY-MM-DD\"}",
            ])
    }

    @Test("Tickets of a helpdesk, although they name customers as a list of customers does")
    func tickets() {
        let rows = (0..<40).map {
            "\($0),Zora Quux,z\($0 % 9)@example.com,female,2020-05-\(10 + $0 % 9),Billing,Open,Chat,\($0 % 5 + 1).0"
        }
        let found = suggestion(
            "Ticket ID,Customer Name,Customer Email,Customer Gender,Date Opened,Ticket Subject,Ticket Status,"
                + "Ticket Channel,Customer Satisfaction Rating", rows)
        expect(
            found, .interaction,
            [
                "  id: \"Ticket ID\"", "    email: \"Customer Email\"", "  occurred_at: \"Date Opened\"",
                "      \"Chat\": chat", "      \"Open\": open", "  csat: \"Customer Satisfaction Rating\"",
                "  topic: \"Ticket Subject\"",
            ])
        #expect(found.yaml.contains("--kind customer proposes that."))
        #expect(!found.yaml.contains("Zora") && !found.yaml.contains("@example.com"))
    }

    @Test("Enquiries of citizens, ratings of orders, and clicks")
    func others() {
        expect(
            suggestion(
                "case_enquiry_id,open_dt,closed_dt,case_status,case_title,source",
                (0..<20).map { "10\($0),2022-01-0\($0 % 9 + 1) 08:00:00,,Closed,Pothole,Citizens Connect App" }),
            .interaction,
            [
                "  id: case_enquiry_id", "  occurred_at: open_dt", "      \"Closed\": resolved", "  topic: case_title",
                "  customer: {}",
            ])
        expect(
            suggestion(
                "review_id,order_id,review_score,review_comment_message,review_creation_date",
                (0..<20).map { "r\($0),o\($0),\($0 % 5 + 1),fine,2018-01-18 00:00:00" }), .interaction,
            ["  id: review_id", "  csat: review_score", "  order_id: order_id", "  occurred_at: review_creation_date"])
        expect(
            suggestion(
                "event_time,event_type,product_id,category_code,price,user_id,user_session",
                (0..<20).map {
                    "2019-10-01 00:00:\(10 + $0) UTC,\($0 % 2 == 0 ? "view" : "cart"),44\($0),x.y,9.99,\($0 % 4),s\($0)"
                }
            ), .activity,
            [
                "  occurred_at: event_time", "      \"view\": product_viewed", "      \"cart\": product_added",
                "  sku: product_id", "  id: {line_number: true}",
            ])
        expect(
            suggestion(
                "rec_id,given_name,surname,street_number,address_1,suburb,postcode,state,date_of_birth,soc_sec_id",
                (0..<20).map {
                    "rec-\($0),ann,quux,\($0),lane,hull,20\($0),nsw,190\($0 % 9 + 1)0\($0 % 9 + 1)11,77\($0)"
                }),
            .customer,
            ["  id: rec_id", "  birthday: date_of_birth", "    city: suburb", "dates: YYYYMMDD"])
    }

    @Test("Invoice lines from a data frame, whose ids have a fraction, and amounts that are parts")
    func dataFrame() {
        expect(
            suggestion(
                "Row ID,Order ID,Order Date,Customer ID,Product ID,Sales,Quantity",
                (0..<30).map { "\($0),A-\($0 / 3),\($0 % 12 + 1)/\($0 % 28 + 1)/2017,178\($0 / 6).0,P,\($0).5,2" }),
            .order,
            [
                "group_by: \"Order ID\"", "  id: \"Order ID\"",
                "    my_erp: {column: \"Customer ID\", format: integer}",
                "  total: {column: Sales, sum: true}", "dates: M/D/YYYY", "# Not used: \"Row ID\"",
            ])
    }

    @Test(
        "Headers of other languages",
        arguments: [
            (
                "Bestellnummer;Bestelldatum;Kundennummer;E-Mail;Gesamtbetrag;Währung",
                "B1;24.12.2025;K7;a@example.com;1.234,50;EUR", RecordKind.order,
                [
                    "  id: Bestellnummer", "    my_erp: Kundennummer", "    email: \"E-Mail\"", "  total: Gesamtbetrag",
                    "decimal: \",\"",
                ]
            ),
            (
                "Numéro de commande;Date de commande;Numéro client;Montant total;Devise",
                "C1;24/12/2025;7;12,50;EUR", .order,
                ["  id: \"Numéro de commande\"", "  placed_at: \"Date de commande\"", "  total: \"Montant total\""]
            ),
            (
                "Número de pedido;Fecha de pedido;Código cliente;Cantidad;Precio unitario", "P1;24/12/2025;7;2;1,50",
                .order, ["  id: \"Número de pedido\"", "    quantity: Cantidad", "    unit_price: \"Precio unitario\""]
            ),
            (
                "Codice cliente;Nome;Cognome;Data di nascita;Città;CAP", "7;Zora;Quux;24/12/1980;Pisa;561", .customer,
                [
                    "  given_name: Nome", "  family_name: Cognome", "  birthday: \"Data di nascita\"",
                    "    city: \"Città\"",
                ]
            ),
            (
                "Klantnummer;Voornaam;Achternaam;Geboortedatum;Postcode;Woonplaats",
                "7;Zora;Quux;24-12-1980;1011 AB;Delft",
                .customer, ["  id: Klantnummer", "  family_name: Achternaam", "  birthday: Geboortedatum"]
            ),
            (
                "Numer zgłoszenia;Data zgłoszenia;Numer klienta;Temat;Kanał", "1;24.12.2025;7;faktura;telefon",
                .interaction, ["  id: \"Numer zgłoszenia\"", "  topic: Temat", "      \"telefon\": phone"]
            ),
        ] as [(String, String, RecordKind, [String])])
    func languages(header: String, row: String, kind: RecordKind, lines: [String]) {
        expect(suggestion(header, [row], separator: ";"), kind, lines)
    }

    @Test("Both readings of a date are named where the values leave it open, and not where another column decides")
    func doubtfulDates() {
        let open = suggestion("Customer ID,First Name,Date of Birth", ["1,Zora,03/04/1980", "2,Yves,05/06/1981"])
        #expect(open.yaml.contains("dates: D/M/YYYY # DOUBT: M/D/YYYY fits all values just as well"))
        let decided = suggestion(
            "Customer ID,First Name,Date of Birth,Created Date",
            ["1,Zora,03/04/1980,12/31/2020", "2,Yves,05/06/1981,01/02/2021"])
        expect(decided, .customer, ["dates: M/D/YYYY"])
        #expect(!decided.yaml.contains("DOUBT"))
        let same = suggestion("Customer ID,First Name,Date of Birth", ["1,Zora,04/04/1980", "2,Yves,05/05/1981"])
        #expect(!same.yaml.contains("DOUBT"))
    }

    @Test("A bad value or two hide nothing, and are named with their line and never with themselves")
    func badValues() {
        var rows = (0..<2_000).map { "\($0),Zora,19\(50 + $0 % 40)-0\($0 % 9 + 1)-11" }
        rows[700] = "700,Zora,a while ago"
        rows[900] = "900,Zora,unknown"
        let found = suggestion("customer_id,first_name,birthday", rows)
        let expected =
            "  birthday: {column: birthday, null_words: [\"unknown\"], unreadable: leave_out} # 1 of 2000 values looked"
            + " at is not written so, the first in line 702"
        expect(found, .customer, ["dates: YYYY-MM-DD", expected])
        #expect(!found.yaml.contains("a while ago"))
    }

    @Test("A bad value is named in a small file too")
    func badValuesOfFew() {
        for count in 2...3 {
            let rows = ["1,Zora,1980-04-19,9", "2,Yves,a while ago,many", "3,Ada,1970-01-31,7"].prefix(count)
            let found = suggestion("customer_id,first_name,birthday,loyalty_points", Array(rows))
            let remark = "# 1 of \(count) values looked at is not written so, the first in line 3"
            expect(
                found, .customer,
                [
                    "dates: YYYY-MM-DD", "  birthday: {column: birthday, unreadable: leave_out} " + remark,
                    "    points: {column: loyalty_points, unreadable: leave_out} " + remark,
                ])
            #expect(!found.yaml.contains("a while ago"))
        }
        let order = suggestion("order_id,customer_id,order_date,total", ["1,7,2026-01-31,9.50", "2,8,2026-02-28,dear"])
        let remark = " # 1 of 2 values looked at is not written so, the first in line 3"
        expect(order, .order, ["  total: {column: total, unreadable: leave_out}" + remark])
    }

    @Test("Only words that can mean nothing else are proposed as null words")
    func nullWords() {
        let rows = ["1,Na,Null,NA", "2,-,Quux,N/A", "3,Zora,NULL,DE"]
        expect(
            suggestion("customer_id,first_name,last_name,country", rows), .customer,
            ["null_words: [\"-\", \"N/A\", \"NULL\"]"])
    }

    @Test("Words of a table come from all of the file, rows from all over it, in bounded memory")
    func longFile() {
        var sample = FileSample(header: ["ticket_id", "channel", "created_at", "note"])
        for index in 0..<60_000 {
            let channel = index == 59_990 ? "Fax" : "Phone"
            sample.add(CSVRow(line: index + 2, fields: ["\(index)", channel, "2020-01-01", "n\(index)"]))
        }
        let suggestion = MappingSuggestion(sample)
        expect(suggestion, .interaction, ["      \"Fax\": letter", "      \"Phone\": phone"])
        #expect(sample.spread.count <= 4_000 && sample.head.count == 1_000 && sample.count == 60_000)
        #expect((sample.spread.last?.line ?? 0) > 59_000)
    }

    @Test("A day and a time of day in two columns are one moment")
    func clocks() {
        let header = ["Call Id", "Caller", "Date", "Time", "Topic", "Resolved", "Speed of answer in seconds"]
        let rows = (0..<20).map {
            CSVRow(
                line: $0 + 2,
                fields: ["ID\($0)", "k\($0 % 5)", "2021-01-0\($0 % 9 + 1)", "9:1\($0 % 9):58", "Fees", "Y", "7"])
        }
        let suggestion = MappingSuggestion(header: header, rows: rows)
        expect(
            suggestion, .interaction,
            ["dates: YYYY-MM-DD hh:mm:ss", "  occurred_at: {columns: [Date, Time]}", "      \"Y\": resolved"])
    }

    @Test("Orders that a shop numbers with a hash, whose first line alone tells what concerns all")
    func shop() {
        let rows = (0..<20).map { index in
            index.isMultiple(of: 2)
                ? "#\(1001 + index / 2),a\(index)@example.com,paid,EUR,15.00,2023-01-02 10:00:00 +0100,1,Shoe,5.00,7"
                : "#\(1001 + index / 2),,,,,,1,Hat,10.00,"
        }
        expect(
            suggestion(
                "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
                    + "Lineitem price,Id", rows), .order,
            [
                "group_by: Name", "  id: Name", "    email: Email", "  placed_at: \"Created at\"",
                "    unit_price: \"Lineitem price\"", "      \"paid\": paid",
            ])
    }

    @Test("What an order says of its guest")
    func guests() {
        let rows = (0..<20).map { "\($0),Zora Quux,z\($0)@example.com,2023-01-1\($0 % 9),5.00,1980-02-29" }
        expect(
            suggestion("Order ID,Customer Name,Email,Order Date,Total,Date of Birth", rows), .order,
            [
                "  customer_details:", "    full_name: \"Customer Name\"", "    birthday: \"Date of Birth\"",
                "    email: Email",
            ])
    }

    @Test("A state that is a region is no state of a complaint")
    func regions() {
        let rows = (0..<20).map { "\($0),0\($0 % 9 + 1)/2\($0 % 9)/2015,Late fee,Web,\($0 % 2 == 0 ? "CA" : "NY")" }
        let found = suggestion("Complaint ID,Date received,Issue,Submitted via,State", rows)
        expect(found, .interaction, ["  id: \"Complaint ID\"", "  topic: Issue", "# Not used: State"])
    }
}
