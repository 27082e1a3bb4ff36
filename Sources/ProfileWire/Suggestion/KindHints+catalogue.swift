import ProfileCore

extension KindHints {
    static let product = KindHints(
        .product, system: "erp", standards: ["currency": "{value: EUR}"], telling: ["stock", "price"], untold: 0.5,
        words: [
            Words(
                "id", as: .any, 25,
                """
                sku, product id, product code, item number, article number, variant sku, artikelnummer, artikelnr,
                reference, codigo producto, codice articolo, artikelcode, kod produktu, id
                """),
            Words(
                "name", 8,
                "product name, item name, title, name, bezeichnung, produktname, designation, nombre, nome, nazwa"),
            Words("category", as: .any, 8, "category, product category, product type, warengruppe, kategorie"),
            Words("price", 15, "price, unit price, list price, preis, prix, precio, prezzo, prijs, cena"),
            Words("currency", 8, "currency, wahrung, devise, moneda, valuta, waluta"),
            Words(
                "stock", 20,
                "stock, stock level, inventory, quantity on hand, available, bestand, lagerbestand, giacenza, "
                    + "voorraad"),
            Words("replaced_by", 8, "replaced by, replacement, successor, nachfolger"),
            Words("recalled", 8, "recalled, recall, ruckruf"),
            Words("url", 4, "url, link, product url"),
        ])

    static let notice = KindHints(
        .notice, system: "erp", standards: ["type": "{value: change}"], telling: ["text"], untold: 0.5,
        words: [
            Words("id", as: .any, 20, "notice id, id, number, no"),
            Words("type", 10, "type, kind, art"),
            Words("text", 20, "text, message, notice, description, hinweis, texte"),
            Words("products", as: .any, 10, "products, skus, sku, product id, artikelnummer"),
            Words("categories", as: .any, 8, "categories, category, kategorie"),
            Words("tiers", as: .any, 8, "tiers, tier"),
            Words("countries", as: .any, 8, "countries, country, land"),
            Words("from", 10, "from, start, starts at, valid from, beginn, von"),
            Words("until", 10, "until, end, ends at, valid until, ende, bis"),
        ])

    /// A list of staff reads like one of customers, so only what customers do not have tells it.
    static let agent = KindHints(
        .agent, system: "helpdesk", standards: [:], telling: ["skills", "languages", "channels"], untold: 0.2,
        words: [
            Words(
                "id", as: .any, 25,
                "agent id, agent no, operator id, employee id, mitarbeiternummer, mitarbeiter id, agente id, id"),
            Words("name", 8, "agent name, agent, operator, name, mitarbeiter, medewerker, agente, operatore"),
            Words("channels", as: .any, 20, "channels, agent channels, kanale, canaux, canales, canali"),
            Words("languages", as: .any, 20, "languages, spoken languages, sprachen, langues, idiomas, lingue, talen"),
            Words(
                "skills", as: .any, 30,
                "skills, skill set, competences, fahigkeiten, kenntnisse, habilidades, topics"),
            Words("employer", 10, "employer, agency, arbeitgeber, employeur, empleador, company"),
        ])
}
