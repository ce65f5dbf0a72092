"""Interleaved repetitions, so that a noisy machine disturbs all that is compared alike."""

import gc
import time
from collections.abc import Callable
from statistics import median


def interleaved(
    tasks: dict[str, Callable[[], object]], rounds: int, clock=time.perf_counter
) -> dict[str, float]:
    """The median milliseconds of each task, run in turn `rounds` times after two to warm up.

    What only computes may be timed by `time.process_time`, which leaves the neighbours' work out.
    """
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds + 2):
        for name, task in tasks.items():
            gc.collect()
            started = clock()
            task()
            if turn >= 2:
                times[name].append((clock() - started) * 1000)
    return {name: median(values) for name, values in times.items()}


def report(title: str, rows: list[tuple[str, str, float, float]]) -> bool:
    """Print rows of (what, number, ratio, at most); return whether one is over."""
    print(f"\n{title}")
    print(f"{'':44} {'measured':>12} {'ratio':>7} {'at most':>8}")
    for what, number, ratio, limit in rows:
        verdict = "" if ratio <= limit else "  OVER"
        print(f"{what:44} {number:>12} {ratio:7.2f} {limit:8.2f}{verdict}")
    return any(ratio > limit for *_, ratio, limit in rows)
