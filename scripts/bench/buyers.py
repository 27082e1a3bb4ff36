#!/usr/bin/env python3
"""Orders as NDJSON of as many customers as asked for: one order each or more, of 50,000 products of which few are common.
With --activities, five of each customer of records.py instead, within two days that end so many days ago. With
--catalogue, 2,000 products with their stock, and 20 notices about one of them each."""

import argparse
import datetime
import json
import random

from customers import crm

PRODUCTS = 50_000
NOW = datetime.datetime.now(datetime.timezone.utc)


def sku(number):
    return f"SKU-{number:05d}"


def common(die, count):
    """A number below `count`, low ones far more often."""
    return min(int(count * die.random() ** 3), count - 1)


def written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def orders(die, customers):
    number = 0
    for customer in range(customers):
        placed = NOW - datetime.timedelta(days=die.randrange(30, 700))
        # Who buys again buys near what they bought: products that go together have near numbers.
        taste = common(die, PRODUCTS)
        for _ in range(die.choice([1, 1, 2, 3, 5])):
            number += 1
            goods = {(taste + common(die, 40)) % PRODUCTS for _ in range(die.choice([1, 2, 3]))}
            lines = ",".join(f'{{"sku":"{sku(one)}","quantity":1,"unit_price":"9.90"}}' for one in sorted(goods))
            yield (
                f'{{"kind":"order","source":"erp","id":"{number}","customer":{{"crm":"{crm(customer)}",'
                f'"email":"{customer}@example.com"}},"placed_at":"{written(placed)}","status":"delivered",'
                f'"currency":"EUR","lines":[{lines}]}}'
            )
            placed += datetime.timedelta(days=die.randrange(1, 30))


def activities(die, customers, ago):
    number, end = 0, NOW - datetime.timedelta(days=ago)
    for customer in range(customers):
        for _ in range(5):
            number += 1
            moment = end - datetime.timedelta(minutes=die.randrange(1, 3_000))
            facts = {"kind": "activity", "source": "web", "id": str(number), "customer": {"crm": crm(customer)}}
            yield json.dumps(facts | {"occurred_at": written(moment)} | activity(die))


def catalogue():
    for number in range(2_000):
        yield json.dumps(
            {"kind": "product", "source": "erp", "id": sku(number), "name": f"Ware {number}", "stock": number % 7}
        )
    for number in range(20):
        yield json.dumps(
            {"kind": "notice", "source": "shop", "id": f"n{number}", "type": "change", "text": "Something changed"}
            | {"products": [sku(number * 3)]}
        )


def activity(die):
    product = {"sku": sku(die.randrange(2_000))}
    return die.choice(
        [
            {"type": "product_viewed", "product": product},
            {"type": "product_added", "product": product, "quantity": 1},
            {"type": "search", "query": "tent"},
            {"type": "page_viewed", "url": "https://shop.example/a"},
        ]
    )


def main():
    words = argparse.ArgumentParser()
    words.add_argument("customers", type=int)
    words.add_argument("--activities", type=int, metavar="AGO")
    words.add_argument("--catalogue", action="store_true")
    options = words.parse_args()
    for line in stated(options, random.Random(3)):
        print(line)


def stated(options, die):
    if options.catalogue:
        return catalogue()
    if options.activities is not None:
        return activities(die, options.customers, options.activities)
    return orders(die, options.customers)


if __name__ == "__main__":
    main()
