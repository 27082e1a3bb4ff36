"""A mailing in the shape of Hillstrom's of 2008, made by a seed, and the figures of clientele beside plain ones.

make womens|town: writes the mailing as CSV. The mail for women's things brings to the site who bought such things
before, or who lives in a town and is not told apart by that.
compare CSV JSON: reckons the same once more, plainly, by splits of its own, and fails where clientele's areas are
further off than chance explains, or where it serves what does worse.
"""

import csv
import json
import math
import random
import statistics
import sys

CHANNELS = ["Web", "Phone", "Multichannel"]
ZIPS = ["Urban", "Surburban", "Rural"]
PEOPLE = 48_000


def make(kind):
    die = random.Random(f"mailing {kind}")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("recency history_segment history mens womens zip_code newbie channel segment visit".split())
    for _ in range(PEOPLE):
        segment = die.choice(["Mens E-Mail", "Womens E-Mail", "No E-Mail"])
        womens, newbie = int(die.random() < 0.55), int(die.random() < 0.5)
        recency, history = die.randint(1, 12), round(29.99 + die.expovariate(1 / 210), 2)
        place, channel = die.choice(ZIPS), die.choice(CHANNELS)
        gain = (0.0735 if womens else 0.0105) if kind == "womens" else 0.15 if place == "Urban" else 0
        visit = 0.16 - recency / 150 + min(history, 1000) / 6000 - 0.03 * newbie
        visit += gain if segment == "Womens E-Mail" else 0
        band = min(7, 1 + int(history // 150))
        out.writerow([recency, f"{band}) of seven", history, 1 - womens, womens, place, newbie, channel, segment,
                      int(die.random() < visit)])


def chance(place, inputs):
    return 1 / (1 + math.exp(-sum(map(float.__mul__, place, inputs))))


def fit(rows):
    """Newton's method on the likelihood of outcomes, with one observation's weight on nothing."""
    width = len(rows[0][0])
    place = [0.0] * width
    for _ in range(8):
        slope = [-weight * (at > 0) for at, weight in enumerate(place)]
        bend = [[float(at == other and at > 0) for other in range(width)] for at in range(width)]
        for inputs, outcome in rows:
            share = chance(place, inputs)
            weight = share * (1 - share)
            for at, value in enumerate(inputs):
                slope[at] += (outcome - share) * value
                for other in range(at + 1):
                    bend[at][other] += weight * value * inputs[other]
        for at in range(width):
            for other in range(at):
                bend[other][at] = bend[at][other]
        place = [old + step for old, step in zip(place, solve(bend, slope))]
    return place


def solve(matrix, right):
    """Gauss's elimination."""
    rows = [line + [value] for line, value in zip(matrix, right)]
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for row in range(len(rows)):
            if row != at:
                factor = rows[row][at] / rows[at][at]
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[at])]
    return [line[-1] / line[at] for at, line in enumerate(rows)]


def area(people, score):
    """Between the Qini curve and the line, with both axes as shares of all people."""
    groups = {}
    for person in people:
        groups.setdefault(score(person), []).append(person)
    treated = others = gained = lost = 0
    curve = [(0, 0.0)]
    for value in sorted(groups, reverse=True):
        for _, is_treated, outcome, _ in groups[value]:
            treated, others = treated + is_treated, others + (not is_treated)
            gained, lost = gained + outcome * is_treated, lost + outcome * (not is_treated)
        curve.append((treated + others, gained - (lost * treated / others if others else 0)))
    under = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in zip(curve, curve[1:]))
    return (under - curve[-1][0] * curve[-1][1] / 2) / len(people) ** 2


def compare(path, figures):
    people = []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row["segment"] == "Mens E-Mail":
                continue
            inputs = [1.0, int(row["recency"]) / 12, float(row["history"]) / 500, float(row["womens"]),
                      float(row["newbie"]), *(float(row["zip_code"] == place) for place in ZIPS[:2])]
            people.append((inputs, row["segment"] == "Womens E-Mail", int(row["visit"]), int(row["womens"])))
    random.Random(1).shuffle(people)
    areas = {"model": [], "rule": []}
    for part in range(10):
        judging = people[part::10]
        rest = [person for at, person in enumerate(people) if at % 10 != part]
        arms = [fit([(p[0], p[2]) for p in rest if p[1] == is_treated]) for is_treated in (True, False)]
        areas["model"].append(area(judging, lambda person: chance(arms[0], person[0]) - chance(arms[1], person[0])))
        areas["rule"].append(area(judging, lambda person: person[3]))
    with open(figures) as file:
        told = json.load(file)
    print(f"  {'Qini area by 10 splits':32}{'clientele':>12}{'plainly':>12}{'std. error':>12}")
    found = {row["by"]: row for row in told["figures"]}
    missed = [f"no figures by the {by}" for by in areas if by not in found]
    for by, row in found.items():
        name = "two logistic regressions" if by == "model" else "by womens alone"
        plain, told_area, error = statistics.mean(areas[by]), row["qini_area"], row["standard_error"]
        print(f"  {name:32}{told_area:12.4f}{plain:12.4f}{error:12.4f}")
        if abs(told_area - plain) > 2 * error:
            missed.append(f"the area by the {by} is more than twice its standard error away from the plain one")
    print(f"  served: the {told['served']}, since {told['reason']}")
    gains = [model - rule for model, rule in zip(areas["model"], areas["rule"])]
    better = "model" if statistics.mean(gains) > 2 * statistics.stdev(gains) / len(gains) ** 0.5 else "rule"
    if told["served"] != better:
        missed.append(f"served is the {told['served']}, though plainly the {better} serves better")
    if missed:
        sys.exit("MISSED: " + "; ".join(missed))


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](*sys.argv[2:])
