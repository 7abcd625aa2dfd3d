#!/usr/bin/env python3
"""Writes ../unicode_tables.cpp from the files of the Unicode Character Database.

usage: generate.py FOLDER    FOLDER has UnicodeData.txt etc. of version 15.0.0
                             (Debian 12, package unicode-data: /usr/share/unicode)

The result is committed; a build needs neither Python nor the data. See core/decisions/0016.
"""
import pathlib
import re
import struct
import sys

VERSION = "15.0.0"
LAST = 0x10FFFF
FOLDER = pathlib.Path(sys.argv[1])

# The order is that of the enumerations in unicode.hpp.
KINDS = ["other", "letter", "mark", "number"]
WORD_BREAKS = ["Other", "ALetter", "Hebrew_Letter", "Numeric", "Katakana", "ExtendNumLet",
               "Extend", "Format", "ZWJ", "MidLetter", "MidNum", "MidNumLet", "Single_Quote",
               "Double_Quote", "WSegSpace", "CR", "LF", "Newline", "Regional_Indicator"]
SPACELESS = {"Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tai_Le",
             "New_Tai_Lue", "Tai_Tham", "Tai_Viet", "Javanese", "Balinese", "Yi", "Nushu", "Tangut"}
SPACELESS_TOO = [(0x3005, 0x3007), (0x3021, 0x3029), (0x3038, 0x303C), (0x30FC, 0x30FC)]
FOLD_SAME, FOLD_ONE, FOLD_MANY, FOLD_NONE = range(4)


def rows(name):
    """The fields of each line of a file; ranges of code points as (first, last)."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert name == "UnicodeData.txt" or VERSION in text[:200] or "15.0" in text[:400], name
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if not line or line.startswith("@"):
            continue
        fields = [field.strip() for field in line.split(";")]
        ends = fields[0].split("..")
        yield int(ends[0], 16), int(ends[-1], 16), fields[1:]


def property_of(name, wanted):
    """{code point: True} of a binary property."""
    found = set()
    for first, last, fields in rows(name):
        if fields[0] == wanted:
            found.update(range(first, last + 1))
    return found


category = ["Cn"] * (LAST + 1)
combining_class = [0] * (LAST + 1)
lower = list(range(LAST + 1))
canonical = {}
range_start = None
for first, _, fields in rows("UnicodeData.txt"):
    if fields[0].endswith(", First>"):
        range_start = first
        continue
    start, range_start = (range_start if range_start is not None else first), None
    for code in range(start, first + 1):
        category[code] = fields[1]
        combining_class[code] = int(fields[2])
    if fields[4] and not fields[4].startswith("<"):
        canonical[first] = [int(part, 16) for part in fields[4].split()]
    if fields[12]:
        lower[first] = int(fields[12], 16)

fold = [[code] for code in range(LAST + 1)]
excluded = set()
for first, last, fields in rows("DerivedNormalizationProps.txt"):
    if fields[0] == "NFKC_CF":
        mapping = [int(part, 16) for part in fields[1].split()]
        for code in range(first, last + 1):
            fold[code] = mapping
    if fields[0] == "Full_Composition_Exclusion":
        excluded.update(range(first, last + 1))
for code in range(LAST + 1):
    if category[code] == "Me":  # Enclosing marks are deleted by our rule, not by Unicode's.
        assert fold[code] == [code]
        fold[code] = []
for code, mapping in enumerate(fold):
    for part in mapping:
        assert fold[part] == [part], f"{code:04X} does not fold at once"

composites = sorted(
    (parts[0], parts[1], code) for code, parts in canonical.items()
    if len(parts) == 2 and code not in excluded and all(fold[part] == [part] for part in parts))
for first, second, code in composites:
    assert fold[code] == [code] and combining_class[first] == 0
seconds = {second for _, second, _ in composites} | set(range(0x1161, 0x1176)) | set(
    range(0x11A8, 0x11C3))
composed = {code for _, _, code in composites}
for code in range(LAST + 1):
    # What folding gives is composed already, or can be taken apart by the composites kept here.
    for part in fold[code]:
        assert part not in canonical or part in composed, f"{part:04X}"
pairs = {(first, second) for first, second, _ in composites}
for code, mapping in enumerate(fold):
    assert not pairs & set(zip(mapping, mapping[1:])), f"{code:04X} folds to what composes"

script = ["Unknown"] * (LAST + 1)
for first, last, fields in rows("Scripts.txt"):
    script[first:last + 1] = [fields[0]] * (last + 1 - first)
word_break = ["Other"] * (LAST + 1)
for first, last, fields in rows("auxiliary/WordBreakProperty.txt"):
    word_break[first:last + 1] = [fields[0]] * (last + 1 - first)
pictographs = property_of("emoji/emoji-data.txt", "Extended_Pictographic")
white_space = property_of("PropList.txt", "White_Space")
spaceless_too = {code for first, last in SPACELESS_TOO for code in range(first, last + 1)}
superscripts = {0xB2, 0xB3, 0xB9, 0x2070, *range(0x2074, 0x207A)}
fractions = {*range(0xBC, 0xBF), *range(0x2150, 0x2160), 0x2189}
for code in superscripts | fractions:
    assert fold[code] != [code]

pool = []
pool_at = {}


def in_utf16(mapping):
    units = "".join(map(chr, mapping)).encode("utf-16-le")
    return list(struct.unpack(f"<{len(units) // 2}H", units))


def pooled(mapping):
    key = tuple(mapping)
    if key not in pool_at:
        pool_at[key] = len(pool)
        pool.extend([len(in_utf16(mapping))] + in_utf16(mapping))
    return pool_at[key]


records = {}
record_of = [0] * (LAST + 1)
fold_value = [0] * (LAST + 1)
for code in range(LAST + 1):
    kind = {"L": 1, "M": 2, "N": 3}.get(category[code][0], 0)
    mapping = fold[code]
    if mapping == [code]:
        how = FOLD_SAME
    elif not mapping:
        how = FOLD_NONE
    elif len(mapping) == 1 and mapping[0] <= 0xFFFF:
        how = FOLD_ONE
        fold_value[code] = mapping[0]
    else:
        how = FOLD_MANY
        fold_value[code] = pooled(mapping)
    record = (kind, how, combining_class[code],
              int(combining_class[code] > 0 or code in seconds),
              int(kind in (1, 3) and (script[code] in SPACELESS or code in spaceless_too)),
              int(code in white_space), int(code in pictographs),
              1 if code in superscripts else 2 if code in fractions else 0,
              int(code in composed), WORD_BREAKS.index(word_break[code]), lower[code] - code)
    record_of[code] = records.setdefault(record, len(records))


def two_stages(values, bits):
    """(first stage, second stage): values[i] = second[first[i >> bits] << bits | low bits]."""
    size = 1 << bits
    first, second, at = [], [], {}
    for start in range(0, LAST + 1, size):
        block = tuple(values[start:start + size])
        if block not in at:
            at[block] = len(at)
            second.extend(block)
        first.append(at[block])
    return first, second


def array(type_name, name, values):
    """A definition in lines of at most 100 columns."""
    lines, line = [], " "
    for value in values:
        text = f"{value},"
        if len(line) + len(text) > 100:
            lines.append(line)
            line = " "
        line += text
    lines.append(line)
    return f"const {type_name} {name}[{len(values)}] = {{\n" + "\n".join(lines) + "};\n"


record_first, record_second = two_stages(record_of, 8)
fold_first, fold_second = two_stages(fold_value, 8)
assert len(records) < 256 and max(record_first) < 256 and max(fold_first) < 256
by_composed = sorted(range(len(composites)), key=lambda i: composites[i][2])
parts = [
    f"/// Generated by unicode/generate.py from the Unicode Character Database {VERSION}; not to be edited.",
    '#include "overlap/unicode.hpp"', "",
    "namespace evenhand::overlap::unicode {", "",
    "// clang-format off",
    array("std::uint8_t", "record_blocks", record_first),
    array("std::uint8_t", "record_numbers", record_second),
    "const Properties records[%d] = {\n%s};\n" % (len(records), "".join(
        "  {%d, Kind(%d), Fold(%d), WordBreak(%d), %d, %d},\n" % (
            delta, kind, how, breaks, ccc,
            joins | spaceless << 1 | white << 2 | picture << 3 | edge << 4 | in_two << 6)
        for kind, how, ccc, joins, spaceless, white, picture, edge, in_two, breaks, delta in records)),
    array("std::uint8_t", "fold_blocks", fold_first),
    array("std::uint16_t", "fold_values", fold_second),
    array("char16_t", "fold_texts", pool),
    "const Composite composites[%d] = {\n%s};\n" % (len(composites), "".join(
        "  {%d,%d,%d},\n" % composite for composite in composites)),
    array("std::uint16_t", "by_composed", by_composed),
    "// clang-format on", "",
    "}  // namespace evenhand::overlap::unicode", ""]
target = pathlib.Path(__file__).resolve().parent.parent / "unicode_tables.cpp"
target.write_text("\n".join(parts), encoding="ascii")
