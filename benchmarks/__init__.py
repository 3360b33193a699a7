"""What is measured, and against what: `./tuopin bench --scale 1m`. See docs/benchmarks.md."""
