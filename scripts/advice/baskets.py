"""Baskets made by a seed with known habits, and the plain ways to tell the next one, to compare the program with.

baskets.py make habits|circles     prints orders as CSV
baskets.py compare ORDERS FIGURES  prints a table; fails when what the program serves does worse than the better plain way
"""

import collections
import csv
import datetime
import json
import math
import random
import sys

CUSTOMERS, PRODUCTS = 1500, 600
# How likely each of six own products is in a basket, how many are of the circle and of all, circles, and visits.
SHOPS = {"habits": (0.35, 1, 3, 25, (2, 16)), "circles": (0.03, 3, 0, 10, (3, 5))}


def make(shop):
    own, of_circle, of_all, circles, visits = SHOPS[shop]
    die = random.Random(f"{shop} 1")
    circles = [[die.randrange(PRODUCTS) for _ in range(12)] for _ in range(circles)]
    rows = csv.writer(sys.stdout)
    rows.writerow(["order", "customer", "date", "sku"])
    for customer in range(CUSTOMERS):
        circle = die.choice(circles)
        habits = [die.randrange(PRODUCTS) for _ in range(6)]
        day = datetime.date(2025, 1, 1) + datetime.timedelta(days=die.randrange(30))
        for visit in range(die.randrange(*visits)):
            basket = {product for product in habits if die.random() < own}
            basket |= {die.choice(circle) for _ in range(of_circle)}
            basket |= {int(PRODUCTS * die.random() ** 2) for _ in range(of_all)}
            for product in sorted(basket):
                rows.writerow([f"{customer}-{visit}", customer, day, f"P{product}"])
            day += datetime.timedelta(days=die.randrange(1, 20))


def histories(path):
    days = collections.defaultdict(lambda: collections.defaultdict(set))
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            days[row["customer"]][row["date"]].add(row["sku"])
    return [[baskets[day] for day in sorted(baskets)] for baskets in days.values()]


def taste(baskets):
    """As in the paper: each basket decayed, seven groups, their means, decayed again."""
    count = min(7, len(baskets))
    size, longer = divmod(len(baskets), count)
    vector, start = collections.Counter(), 0
    for group in range(count):
        end = start + size + (group >= count - longer)
        for place in range(start, end):
            weight = 0.9 ** (len(baskets) - 1 - place) * 0.7 ** (6 - group) / (end - start) / count
            for product in baskets[place]:
                vector[product] += weight
        start = end
    return vector


def personal(baskets):
    vector = collections.Counter()
    for place, basket in enumerate(baskets):
        for product in basket:
            vector[product] += 0.9 ** (len(baskets) - 1 - place)
    return vector


def joined(tastes):
    squares = [sum(weight * weight for weight in vector.values()) for vector in tastes]
    buyers = collections.defaultdict(list)
    for number, vector in enumerate(tastes):
        for product, weight in vector.items():
            buyers[product].append((number, weight))
    for own, vector in enumerate(tastes):
        distances = squares.copy()
        for product, weight in vector.items():
            for number, other in buyers[product]:
                distances[number] -= 2 * weight * other
        near = sorted((number for number in range(len(tastes)) if number != own), key=distances.__getitem__)[:300]
        scores = collections.Counter({product: 0.7 * weight for product, weight in vector.items()})
        for number in near:
            for product, weight in tastes[number].items():
                scores[product] += 0.3 * weight / len(near)
        yield scores


def figures(customers, way):
    judged = [baskets for baskets in customers if len(baskets) >= 3]
    past = [baskets[:-1] for baskets in judged]
    popular = collections.Counter(
        product for baskets in past + [some for some in customers if len(some) < 3]
        for basket in baskets for product in basket)
    scores = joined([taste(baskets) for baskets in past]) if way == "like_baskets" else map(personal, past)
    recall = ndcg = hit = 0
    for score, baskets in zip(scores, judged):
        truth = baskets[-1]
        told = sorted(popular, key=lambda product: (-score[product], -popular[product], product))[:10]
        found = [product in truth for product in told]
        gain = sum(1 / math.log2(place + 2) for place, is_in in enumerate(found) if is_in)
        recall += sum(found) / len(truth)
        ndcg += gain / sum(1 / math.log2(place + 2) for place in range(min(10, len(truth))))
        hit += any(found)
    return [figure / len(judged) for figure in (recall, ndcg, hit)]


def compare(orders, report):
    with open(report) as file:
        told = json.load(file)
    customers = histories(orders)
    plain = {way: figures(customers, way) for way in ("like_baskets", "personal_frequency")}
    names = ("recall", "ndcg", "hit")
    print(f"{'':28}" + "".join(f"{name + '@10':>12}" for name in names))
    for way, row in plain.items():
        own = next(figure for figure in told["figures"] if figure["by"] == way)
        print(f"{way + ', plain':28}" + "".join(f"{figure:12.4f}" for figure in row))
        print(f"{way:28}" + "".join(f"{own[name]:12.4f}" for name in names))
    served = [told["served_figures"][name] for name in names]
    print(f"{'served':28}" + "".join(f"{figure:12.4f}" for figure in served) + f"   ({told['served']})")
    better = max(plain.values(), key=lambda row: row[1])
    # Sums in another order part equal scores otherwise.
    if any(one < other - 0.002 for one, other in zip(served, better)):
        sys.exit("what is served does worse than the better plain way")


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](*sys.argv[2:])
