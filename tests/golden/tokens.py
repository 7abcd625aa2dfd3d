#!/usr/bin/env python3
"""Writes tokens.tsv: texts and their tokens for every rule of core/include/evenhand/overlap/tokens.hpp.

usage: tokens.py [--all FILE]   --all writes every code point and more texts to FILE: the test reads it
                             instead if the environment has its name as EVENHAND_TOKENS

An implementation of its own: ICU 72 (Unicode 15.0) gives the properties, NFKC_Casefold, NFC and
NFD; Python gives UTF-8 decoding; the rules of Annex 29 are regular expressions over the
classes of code points. A line is: rule, text, malformed sequences, tokens, separated by tabs; the
text and each token in backslash escapes of bytes, the tokens separated by `|` (`\\0` is none).
"""
import ctypes
import functools
import pathlib
import random
import re
import sys

ICU = ctypes.CDLL("libicuuc.so.72")


def icu(name, result, *arguments):
    function = getattr(ICU, name + "_72")
    function.restype, function.argtypes = result, list(arguments)
    return function


char_type = icu("u_charType", ctypes.c_int8, ctypes.c_int32)
to_lower = icu("u_tolower", ctypes.c_int32, ctypes.c_int32)
property_value = icu("u_getIntPropertyValue", ctypes.c_int32, ctypes.c_int32, ctypes.c_int)
combining_class = icu("u_getCombiningClass", ctypes.c_uint8, ctypes.c_int32)
has_property = icu("u_hasBinaryProperty", ctypes.c_int8, ctypes.c_int32, ctypes.c_int)
value_name = icu("u_getPropertyValueName", ctypes.c_char_p, ctypes.c_int, ctypes.c_int32, ctypes.c_int)
normalise = icu("unorm2_normalize", ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32,
                ctypes.c_char_p, ctypes.c_int32, ctypes.POINTER(ctypes.c_int))
SCRIPT, WORD_BREAK, BLOCK, LONG_NAME = 0x100A, 0x1014, 0x1001, 1
WHITE_SPACE, PICTOGRAPHIC = 31, 64


def form(name):
    error = ctypes.c_int(0)
    handle = icu(f"unorm2_get{name}Instance", ctypes.c_void_p, ctypes.POINTER(ctypes.c_int))(error)

    def apply(text):
        source = text.encode("utf-16-le")
        space = ctypes.create_string_buffer(40 * len(source) + 80)
        status = ctypes.c_int(0)
        size = normalise(handle, source, len(source) // 2, space, len(space) // 2, status)
        assert status.value <= 0
        return space.raw[:2 * size].decode("utf-16-le")
    return apply


fold, nfc, nfd = form("NFKCCasefold"), form("NFC"), form("NFD")
version = (ctypes.c_uint8 * 4)()
ICU.u_getUnicodeVersion_72(version)
assert list(version) == [15, 0, 0, 0], list(version)

# The general categories as ICU numbers them: Lu Ll Lt Lm Lo, Mn Me Mc, Nd Nl No.
LETTERS, MARKS, NUMBERS, ENCLOSING = {1, 2, 3, 4, 5}, {6, 7, 8}, {9, 10, 11}, 7
SCRIPTS = {"Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tai_Le",
           "New_Tai_Lue", "Tai_Tham", "Tai_Viet", "Javanese", "Balinese", "Yi", "Nushu", "Tangut"}


@functools.cache
def category(c):
    return char_type(ord(c))


def is_base(c):
    return category(c) in LETTERS or category(c) in NUMBERS


def is_kept(c):
    return is_base(c) or category(c) in MARKS


@functools.cache
def is_space(c):
    return bool(has_property(ord(c), WHITE_SPACE))


@functools.cache
def is_spaceless(c):
    script = value_name(SCRIPT, property_value(ord(c), SCRIPT), LONG_NAME).decode()
    listed = re.match("[\u3005-\u3007\u3021-\u3029\u3038-\u303C\u30FC]", c)
    return is_base(c) and bool(script in SCRIPTS or listed)


def lower(text):
    return "".join(chr(to_lower(ord(c))) for c in text)


def fold_text(text):
    text = re.sub("([\u00B2\u00B3\u00B9\u2070\u2074-\u2079]+|[\u00BC-\u00BE\u2150-\u215F\u2189])", r" \1 ", text)
    return fold("".join(c for c in text if category(c) != ENCLOSING))


def words(text, strip=False):
    text = fold_text(text)
    if strip:
        text = nfc("".join(c for c in nfd(text) if category(c) not in MARKS))
    tokens, within, alone = [], False, False
    for c in text:
        if is_base(c) and c not in "\u02BB\u02BC":
            if not within or alone or is_spaceless(c):
                tokens.append("")
            tokens[-1] += c
            within, alone = True, is_spaceless(c)
        elif category(c) in MARKS:
            if within:
                tokens[-1] += c
        else:
            within = False
    return tokens


# One letter for each value of Word_Break; P is Other that is Extended_Pictographic, p ALetter that is.
CLASSES = {"Other": "o", "ALetter": "a", "Hebrew_Letter": "h", "Numeric": "n", "Katakana": "k",
           "ExtendNumLet": "_", "Extend": "e", "Format": "f", "ZWJ": "z", "MidLetter": ":",
           "MidNum": ",", "MidNumLet": ".", "Single_Quote": "'", "Double_Quote": '"', "WSegSpace": "s",
           "CR": "c", "LF": "l", "Newline": "w", "Regional_Indicator": "r"}


@functools.cache
def class_of(c):
    name = value_name(WORD_BREAK, property_value(ord(c), WORD_BREAK), LONG_NAME).decode()
    letter = CLASSES[name]
    if has_property(ord(c), PICTOGRAPHIC):
        assert letter in "oa", hex(ord(c))
        return {"o": "P", "a": "p"}[letter]
    return letter


def is_boundary(classes, at):
    before, behind = classes[:at], classes[at:]
    if re.search(r"c\Z", before) and behind[0] == "l":
        return False
    if before[-1] in "clw" or behind[0] in "clw":
        return True
    if before[-1] == "z" and behind[0] in "Pp" or before[-1] == "s" and behind[0] == "s":
        return False
    if behind[0] in "efz":
        return False
    before = re.sub("(?<=[^clw])[efz]+", "", before)
    behind = behind[0] + re.sub("^[efz]+|(?<=[^clw])[efz]+", "", behind[1:])
    letter, middle, number = "[aph]", "[:.']", "[,.']"
    for left, right in [(letter, letter), (letter, middle + letter), (letter + middle, letter),
                        ("h", "'"), ("h", '"h'), ('h"', "h"), ("n", "n"), (letter, "n"), ("n", letter),
                        ("n" + number, "n"), ("n", number + "n"), ("k", "k"), ("[aphnk_]", "_"),
                        ("_", "[aphnk]"), ("(?:^|[^r])(?:rr)*r", "r")]:
        if re.search(left + r"\Z", before) and re.match(right, behind):
            return False
    return True


def segments(text):
    classes = "".join(map(class_of, text))
    cuts = [0] + [i for i in range(1, len(text)) if is_boundary(classes, i)] + [len(text)]
    return [text[i:j] for i, j in zip(cuts, cuts[1:])]


def words_of_annex_29(text):
    return [part for part in segments(text) if any(map(is_base, part))]


def helm(text):
    punctuation = r"""[\s!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]+"""
    return re.split(punctuation, lower(text)) if text else []


RULES = {
    "words": words,
    "words_without_marks": lambda text: words(text, strip=True),
    "words_joined": lambda text: words_of_annex_29(fold_text(text)),
    "lower_words": lambda text: "".join(lower(c) if is_kept(c) else " " for c in text).split(" "),
    "lower_words_joined": lambda text: [
        lower("".join(filter(is_kept, word)))
        for word in "".join("\n" if is_space(c) else c for c in text).split("\n")
        if any(map(is_base, word))],
    "spaced_words": lambda text: "".join("\n" if is_space(c) else c for c in text).split("\n"),
    "lower_spaced_words": lambda text: RULES["spaced_words"](lower(text)),
    "helm_words": helm,
    "helm_words_without_empty": lambda text: [word for word in helm(text) if word],
    "letters_and_digits": lambda text: list(filter(is_kept, text)),
    "letters_and_digits_folded": lambda text: list(map(lower, filter(is_kept, text))),
    "characters": list,
    "paragraphs": lambda text: [line for line in text.split("\n") if len(words_of_annex_29(line)) >= 13],
    "token_ids": lambda text: [number.lstrip("0") or "0" for number in re.findall("[0-9]+", text)],
}


def escaped(data):
    return "".join(chr(b) if 32 <= b < 127 and b not in b"\\|" else f"\\{b:02x}" for b in data)


def line(rule, data):
    text = data.decode("utf-8", "replace")
    malformed = text.count("\uFFFD") - data.count(b"\xEF\xBF\xBD")
    tokens = RULES[rule](text)
    if rule != "helm_words":
        tokens = [token for token in tokens if token]
    return "\t".join([rule, escaped(data), str(malformed),
                      "|".join(escaped(token.encode()) for token in tokens) if tokens else "\\0"])


FRAGMENTS = ["the", "Quick", "don't", "3.14", "1,000", "foo_bar", ".", "'", "_", ":", "=", " ", "  ", "\n",
             "\r\n", "-", "(c)", "é", "É", "e\u0301", "\u0301", "\u0323", "\u0338", "\u0345", "ß", "İ", "ﬁ",
             "ŉ", "Ωμέγα", "Привет", "½", "²", "⁵⁶", "⅟", "㎏", "①", "Ⅷ", "\u00AD", "\u200B", "\u200D",
             "\uFE0F", "\u20E3", "\u02BC", "’", "\u00A0", "\u3000", "\u2028", "\u0085", "水", "国文", "カタ", "ｶﾞ",
             "か\u3099", "ー", "ไทย", "น้ำ", "ລາວ", "မြန်မာ", "한국", "\u1100", "\u1161", "\u11A8", "가\u11A8",
             "हिन्दी", "\u09C7\u09BE", "\u0958", "א\"", "ב", "א'", "ع", "٣٫٤", "🙂", "🇫🇷", "👩\u200D🔬", "ℹ",
             "𝐀", "豈", "\uFFFD", "\x1C"]
BROKEN = [b"\x80", b"\xC3", b"\xE2\x82", b"\xED\xA0\x80", b"\xF0\x9F", b"\xFF", b"\xC0\xAF", b"\xF4\x90"]
FEW = ["words", "words_without_marks", "words_joined", "lower_words", "lower_words_joined", "helm_words",
       "letters_and_digits_folded"]


def code_points():
    """Some of each block, and some of each way to fold, by how they fold."""
    by_block = {}
    for c in range(0x110000):
        if 0xD800 <= c <= 0xDFFF or char_type(c) == 17:
            continue
        text = chr(c)
        key = (property_value(c, BLOCK), fold(text) != text, category(text))
        by_block.setdefault(key, []).append(c)
    return by_block


def main():
    chance = random.Random(20221109)
    lines = []
    everything = len(sys.argv) > 2
    several = [chr(c) for c in range(0x30000) if not 0xD800 <= c <= 0xDFFF and len(nfd(chr(c))) > 1]
    marks = [chr(c) for c in range(0x20000) if combining_class(c) > 0]
    for group in code_points().values():
        if not everything:
            group = chance.sample(group, min(3, len(group)))
        for i in range(0, len(group), 6):
            text = "".join(f"x{c}\u0323y 2{c}{c}'{c}\n" for c in map(chr, group[i:i + 6]))
            lines += [line(rule, text.encode()) for rule in (FEW[:2] if everything else chance.sample(FEW, 1))]
    for _ in range(20000 if everything else 700):
        data = b""
        for _ in range(chance.randrange(1, 30)):
            pick = chance.random()
            if pick < .04:
                data += chance.choice(BROKEN)
            elif pick < .1:
                c = chance.randrange(0x3000 if pick < .07 else 0x1F000)
                data += chr(c if not 0xD800 <= c <= 0xDFFF else 0x41).encode()
            elif pick < .2:  # What composes, with marks that are in no order.
                text = chance.choice(several)
                text = nfd(text) if pick < .15 else text
                data += (text + "".join(chance.choices(marks, k=chance.randrange(4)))).encode()
            else:
                data += chance.choice(FRAGMENTS).encode()
        lines.append(line(chance.choice(list(RULES)), data))
    name = sys.argv[2] if everything else pathlib.Path(__file__).with_name("tokens.tsv")
    pathlib.Path(name).write_text("\n".join(lines) + "\n", encoding="ascii")


def check_annex():
    """The segments above against the test file of Annex 29, where it is installed."""
    file = pathlib.Path("/usr/share/unicode/auxiliary/WordBreakTest.txt")
    for row in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        marks = row.split("#")[0].split()
        if marks:
            parts = [[]]
            for mark in marks[1:-1]:
                if mark == "÷":
                    parts.append([])
                elif mark != "×":
                    parts[-1].append(chr(int(mark, 16)))
            expected = ["".join(part) for part in parts]
            assert segments("".join(expected)) == expected, row


if __name__ == "__main__":
    check_annex()
    main()
