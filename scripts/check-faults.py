#!/usr/bin/env python3
"""docs/faults.md is true: every fault and every peer's bug has its row, each test it names exists, a test that carries
an id stands in that id's row, a peer's bug has a test named for its thread, and a row without a test says why."""
import pathlib
import re
import sys

GROUPS = {"F-N": 12, "F-H": 19, "F-J": 13, "F-S": 23, "F-D": 24, "P-": 25}

# Airbyte43317, or what its project found without a thread.
THREAD = r"[._][A-Z][A-Za-z]+(\d{2,}|Chunks|Clear\d+)_"

root = pathlib.Path(__file__).resolve().parent.parent
tests = set()
for path in (root / "tests").rglob("*_test.cc"):
    tests.update(".".join(m) for m in re.findall(r"\bTEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", path.read_text()))
errors = []
rows = {}
for number, line in enumerate((root / "docs/faults.md").read_text().splitlines(), 1):
    match = re.match(r"\| ((?:F-[NHJSD]|P-)\d+) \|(.*)\|(.*)\|$", line)
    if not match:
        continue
    row, _, how = match.groups()
    if row in rows:
        errors.append(f"docs/faults.md:{number}: {row} stands there twice")
    rows[row] = re.findall(r"`(\w+\.\w+)`", how)
    errors += [f"docs/faults.md:{number}: no test {name}" for name in rows[row] if name not in tests]
    if not rows[row] and not re.match(r" (not asked|not possible|not ours): \S.{20,}", how):
        errors.append(f"docs/faults.md:{number}: {row} has neither a test nor a reason")
    if row.startswith("P-") and not any(re.search(THREAD, name) for name in rows[row]):
        errors.append(f"docs/faults.md:{number}: {row} has no test that is named for its thread")
    if re.search(r"\blater: |: later\b", how):
        errors.append(f"docs/faults.md:{number}: {row} puts something off")
errors += [f"docs/faults.md: {group}{i} is missing" for group, count in GROUPS.items() for i in range(1, count + 1)
           if f"{group}{i}" not in rows]
for name in sorted(tests):
    for letter, number in re.findall(r"F_([NHJSD])(\d+)(?=_)", name):
        if name not in rows.get(f"F-{letter}{number}", []):
            errors.append(f"docs/faults.md: {name} is not in the row of F-{letter}{number}")
print("\n".join(errors) or f"check-faults: {len(rows)} rows, all true")
sys.exit(1 if errors else 0)
