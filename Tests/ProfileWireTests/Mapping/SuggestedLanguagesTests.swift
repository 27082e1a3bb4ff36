import ProfileCore
import Testing

@testable import ProfileWire

@Suite("Mappings are proposed for files of shops and helpdesks in several languages")
struct SuggestedLanguagesTests {
    private func expect(_ header: String, _ rows: [String], _ kind: RecordKind, _ lines: [String]) {
        let cells = { (line: String) in line.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
        let yaml = MappingSuggestion(
            header: cells(header), rows: rows.enumerated().map { CSVRow(line: $0 + 2, fields: cells($1)) }
        ).yaml
        let found = yaml.split(separator: "\n").map(String.init)
        for line in ["kind: \(kind.word)"] + lines { #expect(found.contains(line), "\(line) in\n\(yaml)") }
    }

    @Test(
        "Orders, each column of which is known",
        arguments: [
            (
                "Purchase Ref;Purchased On;Cust No;Guest Email;Item Code;Pcs;Price per item;Total incl. VAT;Ccy;State",
                "P1;24/12/2025;7;a@example.com;A1;2;1.50;3.00;GBP;Complete",
                [
                    "  id: \"Purchase Ref\"", "  placed_at: \"Purchased On\"", "    my_erp: \"Cust No\"",
                    "    email: \"Guest Email\"", "    sku: \"Item Code\"", "    quantity: Pcs",
                    "    unit_price: \"Price per item\"", "  total: \"Total incl. VAT\"", "  currency: Ccy",
                    "      \"Complete\": delivered",
                ]
            ),
            (
                "Bestell-Nr.;Bestellt am;Kunden-Nr.;Tel.-Nr.;Bearbeitungsstatus;Währungskürzel;Art.-Nr.;Artikelname;"
                    + "Stk.;Preis pro Stück;Gesamt inkl. MwSt.",
                "B1;24.12.2025;K7;+49 30 123456;versendet;EUR;A1;Rad;2;1,50;3,00",
                [
                    "  id: \"Bestell-Nr.\"", "  placed_at: \"Bestellt am\"", "    my_erp: \"Kunden-Nr.\"",
                    "    phone: \"Tel.-Nr.\"", "      \"versendet\": shipped", "  currency: \"Währungskürzel\"",
                    "    sku: \"Art.-Nr.\"", "    name: Artikelname", "    quantity: \"Stk.\"",
                    "    unit_price: \"Preis pro Stück\"", "  total: \"Gesamt inkl. MwSt.\"",
                ]
            ),
            (
                "N° commande;Commandé le;N° client;Tél. portable;État;Code devise;Réf. produit;Qté commandée;PU TTC;"
                    + "Montant HT;Montant TTC",
                "C1;24/12/2025;7;+33 1 42 68 53 00;expédiée;EUR;A1;2;1,50;2,50;3,00",
                [
                    "  id: \"N° commande\"", "  placed_at: \"Commandé le\"", "    my_erp: \"N° client\"",
                    "    phone: \"Tél. portable\"", "  currency: \"Code devise\"", "    sku: \"Réf. produit\"",
                    "    quantity: \"Qté commandée\"", "    unit_price: \"PU TTC\"", "  total: \"Montant TTC\"",
                    "      \"expédiée\": shipped", "# Not used: \"Montant HT\"",
                ]
            ),
            (
                "Nº pedido;Fecha de la compra;N.º de cliente;Tel. móvil;Situación;Código moneda;Artículo;Uds.;PVP;"
                    + "Importe (IVA incl.)",
                "P1;24/12/2025;7;+34 91 123 45 67;enviado;EUR;A1;2;1,50;3,00",
                [
                    "  id: \"Nº pedido\"", "  placed_at: \"Fecha de la compra\"", "    my_erp: \"N.º de cliente\"",
                    "    phone: \"Tel. móvil\"", "  currency: \"Código moneda\"", "    sku: \"Artículo\"",
                    "    quantity: \"Uds.\"", "    unit_price: PVP", "  total: \"Importe (IVA incl.)\"",
                    "      \"enviado\": shipped",
                ]
            ),
            (
                "N. ordine;Ordinato il;Cod. cliente;N. telefono;Stato dell'ordine;Codice valuta;Cod. articolo;"
                    + "Nome articolo;Pezzi;Prezzo cad.;Totale IVA inclusa",
                "O1;24/12/2025;7;+39 06 123456;spedito;EUR;A1;Pompa;2;1,50;3,00",
                [
                    "  id: \"N. ordine\"", "  placed_at: \"Ordinato il\"", "    my_erp: \"Cod. cliente\"",
                    "    phone: \"N. telefono\"", "  currency: \"Codice valuta\"", "    sku: \"Cod. articolo\"",
                    "    name: \"Nome articolo\"", "    quantity: Pezzi", "    unit_price: \"Prezzo cad.\"",
                    "  total: \"Totale IVA inclusa\"", "      \"spedito\": shipped",
                ]
            ),
            (
                "Bestelling nr.;Besteld op;Klantcode;Telefoonnr.;Bestelstatus;Munteenheid;Artikel-ID;Artikelnaam;"
                    + "Stuks;Prijs per stuk;Totaal incl. btw",
                "O1;24-12-2025;7;+31 20 123456;verzonden;EUR;A1;Pomp;2;1,50;3,00",
                [
                    "  id: \"Bestelling nr.\"", "  placed_at: \"Besteld op\"", "    my_erp: Klantcode",
                    "    phone: \"Telefoonnr.\"", "  currency: Munteenheid", "    sku: \"Artikel-ID\"",
                    "    name: Artikelnaam", "    quantity: Stuks", "    unit_price: \"Prijs per stuk\"",
                    "  total: \"Totaal incl. btw\"", "      \"verzonden\": shipped",
                ]
            ),
            (
                "ID zamówienia;Złożono;Kod klienta;Nr telefonu;Status realizacji;Kod waluty;Symbol;Nazwa towaru;Szt.;"
                    + "Cena jedn.;Wartość brutto",
                "Z1;24.12.2025;7;+48 22 555 01 00;wysłane;PLN;A1;Pompa;2;1,50;3,00",
                [
                    "  id: \"ID zamówienia\"", "  placed_at: \"Złożono\"", "    my_erp: \"Kod klienta\"",
                    "    phone: \"Nr telefonu\"", "  currency: \"Kod waluty\"", "    sku: Symbol",
                    "    name: \"Nazwa towaru\"", "    quantity: \"Szt.\"", "    unit_price: \"Cena jedn.\"",
                    "  total: \"Wartość brutto\"", "      \"wysłane\": shipped",
                ]
            ),
            (
                "Número do Pedido;Data do Pedido;Estado;Moeda;Quantidade;Valor Total",
                "P1;24/12/2025;enviado;EUR;2;3,00",
                [
                    "  id: \"Número do Pedido\"", "  placed_at: \"Data do Pedido\"", "  currency: Moeda",
                    "    quantity: Quantidade", "  total: \"Valor Total\"", "      \"enviado\": shipped",
                ]
            ),
        ] as [(String, String, [String])])
    func orders(header: String, row: String, lines: [String]) {
        expect(header, [row], .order, lines)
    }

    @Test(
        "Contacts and customers",
        arguments: [
            (
                "ID ticket;Identifiant client;Date ouverture;Canal;Sujet;État;Satisfaction",
                "T1;561;25/04/2026;téléphone;Livraison;résolu;4", .interaction,
                [
                    "  id: \"ID ticket\"", "    my_helpdesk: \"Identifiant client\"",
                    "  occurred_at: \"Date ouverture\"",
                    "      \"résolu\": resolved",
                ]
            ),
            (
                "Nº incidencia;Ref. cliente;Abierto el;Canal;Asunto;Situación", "T1;7;24/12/2025;correo;envío;cerrado",
                .interaction,
                [
                    "  id: \"Nº incidencia\"", "    my_helpdesk: \"Ref. cliente\"", "  occurred_at: \"Abierto el\"",
                    "      \"cerrado\": resolved",
                ]
            ),
            (
                "Nº cliente;Nombre de pila;Primer apellido;F. nacimiento;Tel. móvil",
                "7;Zora;Quux;24/12/1980;+34 91 123 45 67", .customer,
                [
                    "  id: \"Nº cliente\"", "  given_name: \"Nombre de pila\"", "  family_name: \"Primer apellido\"",
                    "  birthday: \"F. nacimiento\"", "  phones: \"Tel. móvil\"",
                ]
            ),
            (
                "Identifiant client;Prénom;Né le;N° tél.", "7;Zora;24/12/1980;+33 1 42 68 53 00", .customer,
                ["  id: \"Identifiant client\"", "  birthday: \"Né le\"", "  phones: \"N° tél.\""]
            ),
        ] as [(String, String, RecordKind, [String])])
    func others(header: String, row: String, kind: RecordKind, lines: [String]) {
        expect(header, [row], kind, lines)
    }

    // MARK: By values

    private static let doubt = " # no header says so, but every value looks like it: is this right?"

    @Test("The only column of dates is the moment, and the only one of currencies the currency, with a doubt")
    func byValues() {
        expect(
            "Order ID;Total;Zeta;Iota", ["1;9.50;31/01/2026;GBP", "2;8.50;28/02/2026;USD"], .order,
            ["  placed_at: Zeta" + Self.doubt, "  currency: Iota" + Self.doubt, "dates: D/M/YYYY"])
    }

    @Test("One of two columns, one with gaps and one that a header speaks against is not guessed")
    func notByValues() {
        let none = " # no column looks like it: is this right?"
        expect(
            "Order ID;Total;Zeta;Eta;Iota;Kappa",
            ["1;9.50;31/01/2026;01/02/2026;GBP;EUR", "2;8.50;28/02/2026;01/03/2026;USD;EUR"], .order,
            ["  placed_at: \"\"" + none, "  currency: {value: EUR}" + none])
        expect(
            "Order ID;Total;Zeta;Iota", ["1;9.50;31/01/2026;GBP", "2;8.50;;"], .order,
            ["  placed_at: \"\"" + none, "  currency: {value: EUR}" + none])
        expect(
            "Order ID;Total (USD);Order Date;Iota", ["1;9.50;31/01/2026;GBP", "2;8.50;28/02/2026;GBP"], .order,
            ["  currency: {value: USD}" + none])
    }

    @Test("A state is an order's where its words are, and a place otherwise")
    func states() {
        let none = " # no column looks like it: is this right?"
        expect(
            "Order ID;Order Date;Total;State", ["1;2026-01-31;9.50;Shipped", "2;2026-02-28;8.50;Cancelled"], .order,
            ["      \"Cancelled\": cancelled", "      \"Shipped\": shipped"])
        expect(
            "Order ID;Order Date;Total;State", ["1;2026-01-31;9.50;Texas", "2;2026-02-28;8.50;Ohio"], .order,
            ["  status: {value: delivered}" + none, "# Not used: State"])
    }
}
