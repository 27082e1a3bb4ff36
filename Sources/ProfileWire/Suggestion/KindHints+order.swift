import ProfileCore

extension KindHints {
    static let order = KindHints(
        .order, system: "erp", standards: ["status": "{value: delivered}", "currency": "{value: EUR}"],
        telling: ["total", "lines.unit_price", "lines.quantity"], untold: 0.4, undated: 0.7, isDealing: true,
        words: orderWords + orderWordsInLanguages)

    private static let orderWords = [
        Words("id", as: .any, 25, orderNames),
        Words("id", as: .hashNumber, 20, "name, order name"),
        Words("id", 3, "id, number, no, nr, unique id, key"),
        Words("customer.id", 8, customerNames), Words("customer.email", as: .email, 4, emailNames),
        Words("customer.phone", as: .phone, 2, phoneNames),
        Words(
            "placed_at", 20,
            """
            order date, order purchase timestamp, purchase timestamp, purchase date, date of purchase, invoice date,
            placed at, ordered at, ordered on, order time, order datetime, order created at, transaction date,
            sale date, sales date, auftragsdatum, bestelldatum, rechnungsdatum, belegdatum, kaufdatum, date de commande,
            date commande, date de facture, date facture, date d achat, fecha de pedido, fecha pedido, fecha de compra,
            fecha factura, data ordine, data dell ordine, data di acquisto, data fattura, orderdatum, besteldatum,
            factuurdatum, data zamowienia, data zakupu, data faktury, created at, date, datum, fecha, data,
            timestamp
            """),
        Words(
            "status", as: .states, 8,
            """
            order status, order state, auftragsstatus, bestellstatus, status, financial status, fulfillment status,
            statut, etat, estado, stato, stan
            """),
        Words(
            "currency", 15,
            "currency, currency code, wahrung, waehrung, devise, monnaie, moneda, divisa, valuta, waluta"),
        Words(
            "lines.sku", 15,
            """
            sku, stock code, product id, product code, item id, item number, article no, article number, lineitem sku,
            variant sku, artikelnummer, artikelnr, artikel nr, reference article, reference produit, reference,
            codigo de producto, codigo producto, codigo articulo, codice prodotto, codice articolo, artikelcode,
            kod produktu, numer artykulu, article, artikel
            """),
        Words(
            "lines.name", 8,
            """
            product name, item name, product title, lineitem name, product description, article name, description,
            artikelbezeichnung, bezeichnung, produktname, designation, libelle, descripcion, descrizione, omschrijving,
            productnaam, nazwa produktu, produkt, produit, producto, prodotto, product, item, opis, nazwa
            """),
        Words(
            "lines.category", as: .any, 4,
            """
            product category, category name, category, product group, product line, warengruppe, kategorie, categorie,
            categoria, kategoria
            """),
        Words(
            "lines.quantity", 20,
            """
            quantity, qty, quantity ordered, lineitem quantity, order quantity, units sold, units, pieces, menge,
            anzahl, stuckzahl, quantite, qte, cantidad, quantita, qta, aantal, hoeveelheid, ilosc
            """),
        Words(
            "lines.unit_price", 20,
            """
            unit price, price each, item price, lineitem price, price per unit, selling price, price, einzelpreis,
            stuckpreis, preis, prix unitaire, prix, precio unitario, precio, prezzo unitario, prezzo, eenheidsprijs,
            stuksprijs, prijs, cena jednostkowa, cena
            """),
        Words(
            "total", 25,
            """
            order total, grand total, total amount, total price, total value, order amount, order value, invoice total,
            payment value, total, net sales, sale amount, sales, revenue, amount, gesamtbetrag, gesamtsumme,
            gesamtpreis, rechnungsbetrag, bestellwert, betrag, summe, umsatz, montant total, montant, total ttc,
            importe total, importe, monto, importo totale, importo, totale, totaalbedrag, totaal, bedrag, kwota,
            wartosc, suma, razem
            """),
        Words(
            "refunded", 15,
            """
            refunded amount, refund amount, amount refunded, refunded, erstattet, erstattungsbetrag, rembourse,
            reembolsado, rimborsato, terugbetaald, zwrot
            """),
        Words("channel", 4, "sales channel, order channel, channel, vertriebskanal, kanal, canal, canale"),
        Words(
            "expected_delivery", 10,
            """
            expected delivery, expected delivery date, estimated delivery, estimated delivery date, liefertermin,
            lieferdatum, date de livraison, fecha de entrega, data di consegna, leverdatum, data dostawy
            """),
        Words("updated_at", 2, updatedNames),
        // Of a guest, whom no other record tells about.
        Words(
            "customer_details.given_name", 1,
            "first name, billing first name, customer first name, given name, vorname, prenom, nombre, voornaam, imie"),
        Words(
            "customer_details.family_name", 1,
            """
            last name, billing last name, customer last name, surname, family name, nachname, apellidos, cognome,
            achternaam, nazwisko
            """),
        Words(
            "customer_details.full_name", 1,
            """
            customer name, billing name, client name, buyer name, full name, kundenname, nom du client,
            nombre del cliente, nome cliente, klantnaam, nazwa klienta
            """),
        Words(
            "customer_details.birthday", 1,
            "date of birth, birth date, birthday, geburtsdatum, date de naissance, fecha de nacimiento, geboortedatum"),
    ]

    private static let orderWordsInLanguages =
        Words.inLanguages("id", as: .any, 25, orderNumbers)
        + Words.inLanguages("customer.id", 8, customerNumbers)
        + Words.inLanguages("customer.email", as: .email, 4, emails)
        + Words.inLanguages("customer.phone", as: .phone, 2, phones)
        + Words.inLanguages("placed_at", 20, orderDates)
        + Words.inLanguages("status", as: .states, 8, orderStates)
        + [Words("status", as: .orderStates, 8, "state, stage")]
        + Words.inLanguages("currency", 15, currencies)
        + Words.inLanguages("lines.sku", 15, articleNumbers)
        + Words.inLanguages("lines.name", 8, articleNames)
        + Words.inLanguages("lines.quantity", 20, quantities)
        + Words.inLanguages("lines.unit_price", 20, unitPrices)
        + Words.inLanguages("total", 25, orderTotals)
        + Words.inLanguages("customer_details.given_name", 1, givenNames)
        + Words.inLanguages("customer_details.family_name", 1, familyNames)
        + Words.inLanguages("customer_details.full_name", 1, fullNames)
        + Words.inLanguages("customer_details.birthday", 1, birthdays)
}
