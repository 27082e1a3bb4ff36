#!/usr/bin/env python3
"""Customers as NDJSON, as many as asked for, whose names are as varied as those of a country: few are common and most are
rare. With --queries, what is typed to find some of them instead, one a line: the first three letters of a family name, or
both names with a slip in one of them. Mail addresses and numbers are those of records.py."""

import argparse
import bisect
import itertools
import random

from customers import crm, mail

STARTS = "B Br D Dr F Fr G Gr H J K Kl Kr L M N P R S Sch St T Tr V W Z".split()
VOWELS = "a e i o u ä ö ü au ei ie".split()
MIDDLES = "b ck d f g hl l ll m mm n nn nd r rr s ss t tt z ng rt lt".split()
ENDS = "er mann e el en sen ler ke ski a o i berg stein ing".split()
CODES = [f"{first}{second:04}" for first in range(1, 10) for second in range(0, 9000, 37)]


def names(die, count, syllables):
    """Names in the order of how common they are, and the sums of their weights."""
    made = {}
    while len(made) < count:
        parts = "".join(die.choice(VOWELS) + die.choice(MIDDLES) for _ in range(die.choice(syllables)))
        made[die.choice(STARTS) + parts + die.choice(ENDS)] = True
    return list(made), list(itertools.accumulate(1 / (rank + 20) ** 0.9 for rank in range(count)))


def drawn(die, table):
    words, sums = table
    return words[bisect.bisect(sums, die.random() * sums[-1])]


def slipped(die, word):
    """The word with a letter other, missing, too much, or changed places with the next."""
    place = die.randrange(len(word) - 1)
    head, letter, following, tail = word[:place], word[place], word[place + 1], word[place + 2 :]
    middles = ["q" + following, following, letter + "q" + following, following + letter]
    return head + die.choice(middles) + tail


def main():
    words = argparse.ArgumentParser()
    words.add_argument("count", type=int)
    words.add_argument("--queries", choices=["prefix", "slip"])
    options = words.parse_args()
    die = random.Random(7)
    given, family = names(die, 2_000, [0, 1, 1]), names(die, 60_000, [1, 1, 2])
    if options.queries:
        die = random.Random(8)
        for _ in range(options.count):
            first, last = drawn(die, given), drawn(die, family)
            print(last[:3] if options.queries == "prefix" else f"{first} {slipped(die, last)}")
        return
    for number in range(options.count):
        first, last, code = drawn(die, given), drawn(die, family), die.choice(CODES)
        print(
            f'{{"kind":"customer","source":"crm","id":"{crm(number)}","given_name":"{first}","family_name":"{last}",'
            f'"emails":["{mail(number)}"],"phones":["+4930{number:08}"],"address":{{"postal_code":"{code}"}}}}'
        )


if __name__ == "__main__":
    main()
