extension MemberHint {
    static let orderNames = """
        order id, order number, order no, order nr, sales order, invoice no, invoice number, invoice id, transaction id,
        transaction number, purchase id, receipt number, receipt id, order, invoice, auftragsnummer, auftragsnr,
        auftrags nr, auftrag, bestellnummer, bestellnr, bestell nr, bestellung, belegnummer, rechnungsnummer,
        rechnungsnr, rechnungs nr, numero de commande, numero commande, no commande, commande, numero de facture,
        numero facture, facture, numero de pedido, numero pedido, pedido, numero de factura, numero factura, factura,
        numero ordine, numero d ordine, ordine, numero fattura, fattura, ordernummer, bestelnummer, bestelling,
        factuurnummer, factuur, numer zamowienia, nr zamowienia, zamowienie, numer faktury, nr faktury, faktura
        """

    static let order: [MemberHint] = [
        MemberHint("id", .any, 25, orderNames),
        MemberHint("id", .hashNumber, 20, "name, order name"),
        MemberHint("id", .id, 3, "id, number, no, nr, unique id, key"),
        MemberHint("customer.id", .any, 8, customerNames), MemberHint("customer.email", .email, 4, emailNames),
        MemberHint("customer.phone", .phone, 2, phoneNames),
        MemberHint(
            "placed_at", .time, 20,
            """
            order date, order purchase timestamp, purchase timestamp, purchase date, date of purchase, invoice date,
            placed at, ordered at, ordered on, order time, order datetime, order created at, transaction date,
            sale date, sales date, auftragsdatum, bestelldatum, rechnungsdatum, belegdatum, kaufdatum, date de commande,
            date commande, date de facture, date facture, date d achat, fecha de pedido, fecha pedido, fecha de compra,
            fecha factura, data ordine, data dell ordine, data di acquisto, data fattura, orderdatum, besteldatum,
            factuurdatum, data zamowienia, data zakupu, data faktury, created at, date, datum, fecha, data,
            timestamp
            """),
        MemberHint(
            "status", .states, 8,
            """
            order status, order state, auftragsstatus, bestellstatus, status, financial status, fulfillment status,
            statut, etat, estado, stato, stan
            """),
        MemberHint(
            "currency", .words, 15,
            "currency, currency code, wahrung, waehrung, devise, monnaie, moneda, divisa, valuta, waluta"),
        MemberHint(
            "lines.sku", .any, 15,
            """
            sku, stock code, product id, product code, item id, item number, article no, article number, lineitem sku,
            variant sku, artikelnummer, artikelnr, artikel nr, reference article, reference produit, reference,
            codigo de producto, codigo producto, codigo articulo, codice prodotto, codice articolo, artikelcode,
            kod produktu, numer artykulu, article, artikel
            """),
        MemberHint(
            "lines.name", .text, 8,
            """
            product name, item name, product title, lineitem name, product description, article name, description,
            artikelbezeichnung, bezeichnung, produktname, designation, libelle, descripcion, descrizione, omschrijving,
            productnaam, nazwa produktu, produkt, produit, producto, prodotto, product, item, opis, nazwa
            """),
        MemberHint(
            "lines.category", .any, 4,
            """
            product category, category name, category, product group, product line, warengruppe, kategorie, categorie,
            categoria, kategoria
            """),
        MemberHint(
            "lines.quantity", .number, 20,
            """
            quantity, qty, quantity ordered, lineitem quantity, order quantity, units sold, units, pieces, menge,
            anzahl, stuckzahl, quantite, qte, cantidad, quantita, qta, aantal, hoeveelheid, ilosc
            """),
        MemberHint(
            "lines.unit_price", .number, 20,
            """
            unit price, price each, item price, lineitem price, price per unit, selling price, price, einzelpreis,
            stuckpreis, preis, prix unitaire, prix, precio unitario, precio, prezzo unitario, prezzo, eenheidsprijs,
            stuksprijs, prijs, cena jednostkowa, cena
            """),
        MemberHint(
            "total", .number, 25,
            """
            order total, grand total, total amount, total price, total value, order amount, order value, invoice total,
            payment value, total, net sales, sale amount, sales, revenue, amount, gesamtbetrag, gesamtsumme,
            gesamtpreis, rechnungsbetrag, bestellwert, betrag, summe, umsatz, montant total, montant, total ttc,
            importe total, importe, monto, importo totale, importo, totale, totaalbedrag, totaal, bedrag, kwota,
            wartosc, suma, razem
            """),
        MemberHint(
            "refunded", .number, 15,
            """
            refunded amount, refund amount, amount refunded, refunded, erstattet, erstattungsbetrag, rembourse,
            reembolsado, rimborsato, terugbetaald, zwrot
            """),
        MemberHint("channel", .words, 4, "sales channel, order channel, channel, vertriebskanal, kanal, canal, canale"),
        MemberHint(
            "expected_delivery", .time, 10,
            """
            expected delivery, expected delivery date, estimated delivery, estimated delivery date, liefertermin,
            lieferdatum, date de livraison, fecha de entrega, data di consegna, leverdatum, data dostawy
            """),
        MemberHint("updated_at", .time, 2, updatedNames),
        // Of a guest, whom no other record tells about.
        MemberHint(
            "customer_details.given_name", .text, 1,
            "first name, billing first name, customer first name, given name, vorname, prenom, nombre, voornaam, imie"),
        MemberHint(
            "customer_details.family_name", .text, 1,
            """
            last name, billing last name, customer last name, surname, family name, nachname, apellidos, cognome,
            achternaam, nazwisko
            """),
        MemberHint(
            "customer_details.full_name", .text, 1,
            """
            customer name, billing name, client name, buyer name, full name, kundenname, nom du client,
            nombre del cliente, nome cliente, klantnaam, nazwa klienta
            """),
        MemberHint(
            "customer_details.birthday", .time, 1,
            "date of birth, birth date, birthday, geburtsdatum, date de naissance, fecha de nacimiento, geboortedatum"),
    ]
}
