"""A log of findings is valid by the JSON Schema of SARIF 2.1.0.

usage: sarif.py SCHEMA LOG
"""

import json
import pathlib
import sys

import jsonschema

schema, log = (json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:3])
problems = list(jsonschema.Draft7Validator(schema).iter_errors(log))
for problem in problems[:20]:
    print(f"{problem.json_path}: {problem.message[:200]}")
results = sum(len(run.get("results", [])) for run in log["runs"])
print(f"{results} results, {len(problems)} problems")
sys.exit(bool(problems))
