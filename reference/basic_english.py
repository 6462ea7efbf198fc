"""Writes basic_english.json: what the tokenizer's rules, one regular expression after another, make of texts in Python.

Run: python3 reference/basic_english.py   (standard library only; Python 3.11, Unicode 14)
"""
import json, os, random, re, sys, unicodedata

RULES = [(r"\'", " '  "), (r"\"", ""), (r"\.", " . "), (r"<br \/>", " "), (r",", " , "), (r"\(", " ( "), (r"\)", " ) "),
         (r"\!", " ! "), (r"\?", " ? "), (r"\;", " "), (r"\:", " "), (r"\s+", " ")]


def tokenize(text):
    text = text.lower()
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return text.split()


def ngrams(tokens, longest):
    return tokens + [" ".join(tokens[i:i + n]) for n in range(2, longest + 1) for i in range(len(tokens) - n + 1)]


BY_HAND = ["", " ", "'", '"', "Can't", 'a"b', 'say "hi"!', "a<br />b", "a<BR />b", "a<br/>b", "a<br  />b", "<br />", '<b"r />', '<br "/>"x',
           "<br'/>", "<<br />>", "<br <br />", "e.g. this; that: (yes?)", "#tag @user -/\\ 1.5", "x\u0085y\u00a0z\x1ca\x1db\x1ec\x1fd",
           "\u200b zero", "\u3000wide\u2003", "\u0130stanbul", "\u03a3 \u039f\u0394\u039f\u03a3 \u03a3\u03a3 a\u03a3'b a\u03a3.", "\u212a\u212b", "\U0001f600\u00e9\u00c9 \U00010400",
           "A\u03a3", "A\u03a3\u0301", "A\u03a3\u0301B", "A:\u03a3", "1\u03a3", "\x00\x08a\x0bb\x0cc\x7f", "...", "a.b'c,d", '""""', 'x""y "z']
PIECES = list("aBcZ  .,'\"();:!?<>/br#@1-") + ["<br />", "<BR />", '<b"r />', "\u0085", "\u00a0", "\u001c", "\u00c9", "\u0130", "\u03a3", "\u0301", "\U0001f600", "\U00010400", "\t", "\n", "\u2028"]

generator = random.Random(7)
texts = BY_HAND + ["".join(generator.choice(PIECES) for _ in range(generator.randrange(1, 40))) for _ in range(200)]
document = {
    "unicode": unicodedata.unidata_version,
    "spaces": [c for c in range(0x10000) if chr(c).isspace()],
    "lower": [[c, *map(ord, chr(c).lower())] for c in range(sys.maxunicode + 1) if chr(c).lower() != chr(c)],
    "texts": [{"text": t, "tokens": tokenize(t)} for t in texts],
    "ngrams": {"tokens": ["a", "b", "c", "d"], "upTo3": ngrams(["a", "b", "c", "d"], 3)},
    "order": sorted(["\uffee", "\U0001f600", "b", "B", "\ue000", "ab", "a", "\u00e9", "\ud7ff"]),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "basic_english.json")
with open(path, "w", encoding="ascii", newline="\n") as file:
    file.write(json.dumps(document, separators=(",", ":")).replace('],[', '],\n[').replace('},{', '},\n{') + "\n")
