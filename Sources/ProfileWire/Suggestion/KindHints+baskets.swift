/// As `KindHints+languages`: what an order is made of, and what is paid for it.
///
/// Gross and net alone name no amount: weights are gross and net as well.
extension KindHints {
    static let orderTotals = """
        gross total, total gross, total incl vat, total inc vat, total incl tax, total inc tax, total including vat, \
        total including tax, gross amount, amount incl vat, order sum
        gesamtbetrag brutto, bruttobetrag, gesamt brutto, brutto gesamt, bruttosumme, summe brutto, betrag brutto, \
        gesamt inkl mwst, summe inkl mwst, betrag inkl mwst, endbetrag, endsumme, rechnungssumme, bestellsumme, \
        auftragssumme, auftragswert, bestellbetrag, zahlbetrag, gesamt
        montant ttc, total ttc, montant tvac, total tvac, prix total, total commande, montant commande, \
        total a payer, net a payer, total general, montant facture
        total con iva, importe con iva, total iva incluido, total iva incl, importe iva incluido, importe iva incl, \
        importe bruto, total bruto, total pedido, importe pedido, valor pedido, monto total, precio total, \
        valor total, total a pagar, total factura, importe factura
        totale ordine, importo ordine, totale iva inclusa, totale iva incl, totale iva compresa, totale con iva, \
        totale ivato, importo ivato, totale lordo, importo lordo, importo iva inclusa, valore ordine, \
        prezzo totale, totale fattura, totale da pagare, totale documento
        totaal incl btw, totaalbedrag incl btw, bedrag incl btw, totaal inclusief btw, bedrag inclusief btw, \
        totaal bruto, brutobedrag, ordertotaal, orderbedrag, bestelbedrag, bestelwaarde, orderwaarde, totaalprijs, \
        factuurbedrag, te betalen, eindbedrag
        wartosc brutto, kwota brutto, suma brutto, razem brutto, wartosc zamowienia, kwota zamowienia, \
        suma zamowienia, do zaplaty, kwota calkowita, wartosc calkowita, cena calkowita, laczna kwota, lacznie
        valor total, total com iva, total pedido, total encomenda, valor pedido, preco total
        """

    static let currencies = """
        ccy, currency iso, iso currency, order currency, curr, cur
        wahrungscode, waehrungscode, wahrungskurzel, wkz
        code devise, devise commande, code monnaie
        codigo moneda, cod moneda, codigo divisa
        codice valuta, cod valuta, divisa
        munteenheid, muntsoort, valutacode, munt
        kod waluty, waluta zamowienia
        moeda, codigo moeda
        """

    static let articleNumbers = """
        item code, product ref, product reference, product no, product number, product sku, item sku, item ref, \
        item no, article code, article ref, part number, part no, variant code
        artikel id, artikelcode, art nr, artnr, produktnummer, produktnr, produkt nr, produkt id, produktcode, \
        materialnummer
        ref article, ref produit, code article, code produit, id produit, no article, n article, num article, ref
        referencia, articulo, referencia articulo, referencia producto, ref articulo, ref producto, cod articulo, \
        cod producto, no articulo, n articulo, num articulo, id producto, ref
        cod articolo, articolo, cod prodotto, rif articolo, rif prodotto, riferimento prodotto, n articolo, id prodotto
        art nr, artikel id, productcode, productnummer, productnr, product nr, productreferentie
        kod towaru, artykul, kod artykulu, symbol towaru, nr artykulu, nr produktu, id produktu, indeks towaru, \
        numer katalogowy, nr katalogowy, symbol, indeks
        referencia, codigo produto, cod produto, ref produto, codigo artigo, artigo
        """

    static let articleNames = """
        product, item, item title, article title
        artikelname, artikeltext, artikelbeschreibung, produktbezeichnung
        nom produit, nom article, intitule, libelle article, designation article
        nombre producto, nombre articulo, descripcion articulo, concepto, articulo
        nome articolo, nome prodotto, descrizione articolo, descrizione prodotto, articolo
        artikelnaam, artikelomschrijving, productomschrijving
        nazwa towaru, nazwa artykulu, towar, artykul
        nome produto, descricao, produto
        """

    static let quantities = """
        ordered qty, pcs, quant
        bestellmenge, stuck, stk, mng
        qte commandee, quantite commandee, nb articles, nb
        unidades, uds, cant, cantidad pedida
        pezzi, numero pezzi, n pezzi, nr pezzi, pz
        stuks, aantal stuks, aantal besteld
        liczba sztuk, ilosc sztuk, sztuk, szt, liczba
        quantidade, qtd, qtde
        """

    static let unitPrices = """
        price per item, price per piece, price ea, each
        preis pro stuck, preis je stuck, preis stuck, e preis
        prix piece, prix a l unite, pu ttc, pu ht, pu
        precio unidad, precio por unidad, precio ud, precio unit, p unitario, pvp
        prezzo unit, prezzo cad, prezzo cadauno
        stukprijs, prijs per stuk, prijs stuk, prijs per eenheid
        cena jedn, cena za sztuke, cena za szt, cena szt, cena brutto
        preco unitario, valor unitario, preco
        """
}
