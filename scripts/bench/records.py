#!/usr/bin/env python3
"""Records of a made-up shop as NDJSON, as many as asked for: a tenth of them customers of a CRM, seven tenths orders of
an ERP, two tenths interactions of a help desk, all shuffled. The same seed and day give the same bytes.

Some customers buy much and most little (log-normal), some goods sell well and most badly. Orders name the customer by
mail address or by the CRM's id, interactions by mail address or phone number, all in their normal form, so that plain
SQL can join them by equality."""

import argparse
import datetime
import itertools
import random
import sys

GIVEN = "Ada Ben Clara David Elena Finn Greta Hugo Ida Jonas Katja Leon Mara Nils Olga Paul Rosa Sven Tilda Uwe Vera Willi".split()
FAMILY = "Lindqvist Okafor Moreau Janssen Rossi Novak Schmidt Keller Dubois Silva Haas Brandt Costa Weber Olsen Kaya".split()
STREETS = "Hauptstrasse Lindenweg Bahnhofstrasse Gartenweg Schulstrasse Marktplatz Bergstrasse Ringstrasse".split()
CITIES = [("10115", "Berlin"), ("20095", "Hamburg"), ("80331", "Muenchen"), ("50667", "Koeln"), ("70173", "Stuttgart")]
PLACES = [("DE", "de-DE", "EUR", 75), ("AT", "de-AT", "EUR", 8), ("GB", "en-GB", "GBP", 10), ("US", "en-US", "USD", 7)]
CATEGORIES = "shoes shirts trousers jackets bags books games kitchen garden sports".split()
COLOURS = "Red Blue Green Black White Grey Yellow Brown".split()
CHANNELS, CHANNEL_WEIGHTS = ["phone", "email", "chat", "messenger", "form"], [40, 30, 18, 7, 5]
TOPICS = ["delivery", "return", "invoice", "product", "account", "complaint"]
STATUSES, STATUS_WEIGHTS = ["delivered", "returned", "cancelled", "paid"], [88, 5, 4, 3]
DAYS_OF_ORDERS, DAYS_OF_CUSTOMERS = 3 * 365, 6 * 365


class Shop:
    def __init__(self, seed, count, until):
        self.until = until
        self.die = random.Random(seed)
        self.customers = count // 10
        self.interactions = count // 5
        self.orders = count - self.customers - self.interactions
        self.weight_of_orders = [self.die.lognormvariate(0, 1.3) for _ in range(self.customers)]
        self.weight_of_interactions = [w ** 0.5 * self.die.lognormvariate(0, 0.7) for w in self.weight_of_orders]
        self.place = self.die.choices(PLACES, [place[3] for place in PLACES], k=self.customers)
        self.channel = self.die.choices(CHANNELS, CHANNEL_WEIGHTS, k=self.customers)
        self.goods = [self.ware(number) for number in range(2000)]
        self.popularity = list(itertools.accumulate(1 / (rank + 10) for rank in range(2000)))

    def ware(self, number):
        category = CATEGORIES[number % 10]
        price = self.die.choice([990, 1490, 1990, 2990, 4990, 7990, 12990])
        text = (f'{{"sku":"SKU-{number:05}","name":"{COLOURS[number // 10 % 8]} {category} {number}",'
                f'"category":"{category}","unit_price":"{price // 100}.{price % 100:02}","quantity":')
        return price, text

    def moment(self, days_back):
        """A time that many days before the end, as RFC 3339, by daylight."""
        seconds = int(days_back * 86400)
        at = self.until - datetime.timedelta(seconds=seconds)
        return f"{at:%Y-%m-%d}T{8 + seconds % 13:02}:{seconds % 60:02}:{seconds % 59:02}Z"

    def customer(self, number):
        die = self.die
        country, language, _, _ = self.place[number]
        code, city = CITIES[number % 5]
        given, family = GIVEN[number % 22], FAMILY[number // 22 % 16]
        more = ""
        if number % 2:
            more += f',"birthday":"{1940 + number % 65}-{1 + number % 12:02}-{1 + number % 28:02}"'
        if number % 5 == 0:
            more += f',"loyalty":{{"tier":"{("bronze", "silver", "gold")[number % 3]}","points":{number % 5000}}}'
        if number % 7 == 0:
            more += f',"preferred_channel":"{self.channel[number]}"'
        if number % 3 == 0:
            more += ',"consents":[{"purpose":"marketing","channel":"email","status":"granted","at":"2024-05-01T08:00:00Z"}]'
        since = die.random() * DAYS_OF_CUSTOMERS
        return (f'{{"kind":"customer","source":"crm","id":"{crm(number)}","updated_at":"{self.moment(since / 2)}",'
                f'"created_at":"{self.moment(since)}","salutation":"{"Mr" if number % 2 else "Ms"}",'
                f'"given_name":"{given}","family_name":"{family}","emails":["{mail(number)}"],'
                f'"phones":["{phone(number)}"],"language":"{language}","address":{{"street":"{STREETS[number % 8]} '
                f'{1 + number % 120}","postal_code":"{code}","city":"{city}","country":"{country}"}}{more}}}\n')

    def order(self, number, customer):
        die = self.die
        days_back = (self.orders - number) * DAYS_OF_ORDERS / self.orders
        status = die.choices(STATUSES, STATUS_WEIGHTS)[0]
        if days_back < 6:
            status = die.choice(["open", "paid", "shipped"])
        lines, total = [], 0
        for price, text in die.choices(self.goods, cum_weights=self.popularity, k=die.choice((1, 1, 1, 1, 2, 2, 2, 3, 3, 4))):
            quantity = 2 if die.random() < 0.1 else 1
            total += price * quantity
            lines.append(f"{text}{quantity}}}")
        who = f'"email":"{mail(customer)}"' if die.random() < 0.7 else f'"crm":"{crm(customer)}"'
        at = self.moment(days_back)
        return (f'{{"kind":"order","source":"erp","id":"{200000000 + number}","customer":{{{who}}},"placed_at":"{at}",'
                f'"updated_at":"{at}","status":"{status}","currency":"{self.place[customer][2]}",'
                f'"total":"{total // 100}.{total % 100:02}","channel":"web","lines":[{",".join(lines)}]}}\n')

    def interaction(self, number, customer):
        die = self.die
        days_back = (self.interactions - number) * DAYS_OF_ORDERS / self.interactions
        channel = self.channel[customer] if die.random() < 0.6 else die.choices(CHANNELS, CHANNEL_WEIGHTS)[0]
        who = f'"phone":"{phone(customer)}"' if channel == "phone" else f'"email":"{mail(customer)}"'
        agent = die.randrange(40)
        more = f',"csat":{die.choice((1, 2, 3, 4, 4, 5, 5, 5))}' if die.random() < 0.3 else ""
        status = "open" if days_back < 5 and die.random() < 0.5 else "resolved"
        at = self.moment(days_back)
        return (f'{{"kind":"interaction","source":"helpdesk","id":"T{500000 + number}","customer":{{{who}}},'
                f'"occurred_at":"{at}","updated_at":"{at}","channel":"{channel}",'
                f'"direction":"{"outbound" if die.random() < 0.2 else "inbound"}","topic":"{die.choice(TOPICS)}",'
                f'"status":"{status}","agent":{{"id":"a{agent}","name":"{GIVEN[agent % 22]}"}},'
                f'"wait_seconds":{die.randrange(300)},"duration_seconds":{die.randrange(60, 1200)}{more}}}\n')

    def lines(self):
        die = self.die
        kinds = bytearray(b"c" * self.customers + b"o" * self.orders + b"i" * self.interactions)
        die.shuffle(kinds)
        customers = shuffled(die, self.customers)
        everyone = range(self.customers)
        orders = zip(shuffled(die, self.orders), die.choices(everyone, self.weight_of_orders, k=self.orders))
        interactions = zip(
            shuffled(die, self.interactions), die.choices(everyone, self.weight_of_interactions, k=self.interactions))
        for kind in kinds:
            if kind == ord("o"):
                yield self.order(*next(orders))
            elif kind == ord("i"):
                yield self.interaction(*next(interactions))
            else:
                yield self.customer(next(customers))


def crm(number):
    return f"C{number:07}"


def mail(number):
    return f"{GIVEN[number % 22].lower()}.{FAMILY[number // 22 % 16].lower()}.{number}@example.com"


def phone(number):
    """Berlin's drama numbers go no further, so these are of a range that libphonenumber takes for mobile phones."""
    return f"+4915{10000000 + number:09}"


def shuffled(die, count):
    numbers = list(range(count))
    die.shuffle(numbers)
    return iter(numbers)


def main():
    words = argparse.ArgumentParser(description="Records of a made-up shop as NDJSON on standard output.")
    words.add_argument("count", type=int, help="how many records")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--until", type=datetime.date.fromisoformat, help="the last day (default: today, UTC)")
    given = words.parse_args()
    today = datetime.datetime.now(datetime.timezone.utc).date()
    day = datetime.datetime.combine(given.until or today, datetime.time(), datetime.timezone.utc)
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(Shop(given.seed, given.count, day).lines())


if __name__ == "__main__":
    main()
