"""Says whether a review is positive: reads questions from stdin, answers on stdout, one line of JSON each. Needs nothing but Python."""
import json
import re
import sys

from lexicon import NEGATIONS, WORDS


def weigh(text, negation):
    """The sum of the words' weights; after a negation the next three words count the other way."""
    total, turned = 0, 0
    for word in re.findall(r"[a-z']+", text.lower()):
        weight = WORDS.get(word, 0)
        total += -weight if negation and turned > 0 else weight
        turned = 3 if word in NEGATIONS else turned - 1
    return total


def judge(text, params):
    weight = weigh(text, params["negation"])
    if weight == 0:
        return {"prediction": None, "weight": weight}
    return {"prediction": "positive" if weight > 0 else "negative", "weight": weight}


for line in sys.stdin:
    question = json.loads(line)
    result = judge(question["input"], question["params"])
    print(json.dumps({"call": question["call"], "result": result}))
