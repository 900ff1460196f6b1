#!/usr/bin/env python3
"""Layers depend one way: an include may only point to a layer listed for its folder. Each C library has one home."""
import pathlib
import re
import sys

LAYERS = {
    "base": [],
    "json": ["base"],
    "http": ["base"],
    "hubspot": ["base", "json", "http"],
    "mariadb": ["base"],
    "config": ["base"],
    "sync": ["base", "json", "hubspot", "mariadb", "http"],
    "status": ["base", "sync", "hubspot", "mariadb"],
    "cli": ["base", "config", "status", "sync", "hubspot", "http", "mariadb"],
}
HOMES = {r"curl/": ["http"], r"mysql\.h|mariadb_": ["mariadb"], r"simdjson": ["json"], r"CLI/": ["cli"],
         r"microhttpd": ["status"], r"openssl/": ["base"]}

root = pathlib.Path(__file__).resolve().parent.parent
errors = []
for path in sorted((root / "src").rglob("*.[hc]*")):
    layer = path.relative_to(root / "src").parts[0]
    if layer not in LAYERS:
        continue
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if not match:
            continue
        kind, target = match.groups()
        where = f"{path.relative_to(root)}:{number}"
        if kind == '"':
            other = target.split("/")[0]
            if other != layer and other not in LAYERS[layer]:
                errors.append(f"{where}: {layer} must not include {other} ({target})")
        for library, homes in HOMES.items():
            if kind == "<" and re.match(library, target) and layer not in homes:
                errors.append(f"{where}: {target} belongs to {', '.join(homes)} alone")
for path in sorted((root / "sim").rglob("*.[hc]*")):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if match and match.group(1).split("/")[0] in LAYERS:
            errors.append(f"{path.relative_to(root)}:{number}: the simulator shares nothing with src/ ({match.group(1)})")
print("\n".join(errors) or "check-includes: layers are clean")
sys.exit(bool(errors))
