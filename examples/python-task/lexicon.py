"""Words and what they weigh."""

WORDS = {
    "better": 1, "excellent": 2, "fresh": 1, "good": 1, "great": 2, "kind": 1, "love": 2, "nice": 1, "wonderful": 2,
    "awful": -2, "bad": -1, "boring": -1, "cold": -1, "expensive": -1, "rude": -1, "slow": -1, "terrible": -2, "wrong": -1,
}
NEGATIONS = {"not", "never", "nothing"}
