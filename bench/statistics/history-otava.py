"""Processor time of Apache Otava with its defaults: {name: [values]} on stdin to {name: best milliseconds of three}."""

import json
import sys
import time

from otava.analysis import compute_change_points

times = {}
for name, values in json.load(sys.stdin).items():
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        compute_change_points(values)
        best = min(best, 1000 * (time.process_time() - start))
    times[name] = best
print(json.dumps(times))
