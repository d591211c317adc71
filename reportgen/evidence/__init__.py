"""Training runs as evidence: tables of runs read, grouped, summed up and held against what devices can draw."""
