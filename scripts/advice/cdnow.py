"""CDNOW's purchases as a CSV file, and the figures of outlooks on them beside what is published.

    cdnow.py orders lifetimes.whl > orders.csv
    cdnow.py compare figures.json
"""

import json
import sys
import zipfile

MEMBER = "lifetimes/datasets/CDNOW_sample.txt"


def orders(wheel):
    print("id,customer,date,total")
    with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as lines:
        for number, line in enumerate(lines, 1):
            _, customer, date, _, total = line.decode("ascii").split()
            print(f"{number},{customer},{date[:4]}-{date[4:6]}-{date[6:]},{total}")


def rows(figures):
    """Name, figure, what to reach in the digits that are published, and how the two are compared."""
    fitted, spend = figures["orders"]["model"], figures["spend"][0]["model"]
    model, recency = (
        next(row for row in figures["orders"]["figures"] if row["by"] == by) for by in ("model", "recency"))
    yield "BG/NBD r", fitted["r"], 0.2426, 4, "="
    yield "BG/NBD alpha", fitted["alpha"], 4.4136, 4, "="
    yield "BG/NBD a", fitted["a"], 0.7929, 4, "="
    yield "BG/NBD b", fitted["b"], 2.4259, 4, "="
    yield "BG/NBD log-likelihood", fitted["log_likelihood"], -9582.43, 2, "="
    yield "Gamma-Gamma p", spend["p"], 6.25, 2, "="
    yield "Gamma-Gamma q", spend["q"], 3.74, 2, "="
    yield "Gamma-Gamma v", spend["v"], 15.44, 2, "="
    yield "orders, correlation", model["correlation"], 0.626, 3, "at least"
    yield "orders, mean error", model["mean_error"], 0.786, 3, "at most"
    yield "orders, AUC of activity", model["auc"], 0.7725, 4, "at least"
    yield "recency, AUC of activity", recency["auc"], 0.7714, 4, "="


def compare(path):
    with open(path, encoding="utf-8") as file:
        figures = json.load(file)
    missed = 0
    for name, figure, goal, digits, relation in rows(figures):
        found = round(figure, digits)
        reached = {"=": found == goal, "at least": found >= goal, "at most": found <= goal}[relation]
        missed += not reached
        print(f"{name:26} {figure:14.5f}   {relation:>8} {goal:<10}  {'reached' if reached else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit({"orders": orders, "compare": compare}[sys.argv[1]](sys.argv[2]))
