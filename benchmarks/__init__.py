"""How fast Dewan is, each figure beside its floor in the same run. `make bench`, docs/benchmarks.md

Machines are noisy: every target is a ratio of medians, measured in turns with its floor on one machine. A *row* is one
line of the table; a *group* is a file here and the word that runs it alone: `make bench ARGS="lists chain"`.
"""
