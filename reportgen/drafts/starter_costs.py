"""The file that `costs init` writes: a commented cost table to fill in."""

from __future__ import annotations

STARTER = """\
# What labelling costs here. Take the # away from what you know; a row prices one task.
# `reportgen costs check costs.toml` says what is wrong or expires soon, `reportgen costs show --costs costs.toml`
# what applies. A costs.toml beside a run or its reportgen.toml is used without being named. The same table may be kept
# as CSV or XLSX: a line for each row, these names as the first line.
schema = "reportgen/costs/1"
currency = "EUR"                      # of rows that name none
# name = "Computer vision, Lyon"       # whose table this is

# A price for each sample.
# [[prices]]
# task = "object-detection"            # or classification, segmentation, or a name of your own
# unit = "sample"                      # object, label, frame, minute, hour, 1k tokens, 1M characters, or your own
# price = 0.95
# low = 0.85                           # the range of the price, if there is one
# high = 1.10
# currency = "EUR"
# seconds_per_unit = 190               # labelling time of a unit
# annotators = 1                       # labellers for each unit
# review_share = 0.1                   # of the units, 0 to 1
# review_price = 0.20                  # of reviewing a unit
# fixed_fee = 150                      # of a batch, whatever its size
# discount = 0.05                      # on all but the fees, 0 to 1
# minimum = 500                        # the least that a batch costs
# basis = "contract"                   # or stated, list, literature, judgement, estimate
# source = "Framework contract, annex A"
# retrieved = 2026-01-15               # when the source was read
# valid_from = 2026-01-01              # both days included, judged at the run's started_at
# valid_to = 2026-12-31
# tax_included = false
# approved_by = "Purchasing"
# confidential = false
# notes = "negotiated each January"    # kept, not reckoned with

# A price by tiers: each holds for the units from the last tier's end up to its own. Tiers end in one without up_to.
# [[prices]]
# task = "segmentation"
# unit = "object"
# tiers = [{price = 0.80, up_to = 50000}, {price = 0.70}]
# tier_counts = "annotations"          # or items: then two labellers of an object are one unit
# tier_rule = "marginal"               # or reached: then all units have the price of the last tier that they reach
# tier_period = "month"                # over which tiers count
# units_already_used = 12000           # of the period, before this run, which is taken to lie in one period; or
# units_per_month = 40000              # in its place the pace, which spreads it over months
# units_per_sample = 7.3               # if the run's manifest says none
# source = "Price list of 15 January"

# A price of several parts that add up: a model's tokens, a person's check of a tenth, and its licence.
# [[prices]]
# task = "classification"
# parts = [{unit = "1M tokens", price = 5, units_per_sample = 2000}, {unit = "sample", price = 0.5, share = 0.1}]
# per_month = 40                       # for each seat
# months = 2
# seats = 3
# source = "Price list of the model, licence of the tool"

# An hour's price, for a task of your own.
# [[prices]]
# task = "lidar-cuboids"
# unit = "hour"
# price = 18
# timed_unit = "object"                # what takes seconds_per_unit; without it the sample
# seconds_per_unit = 35
# units_per_sample = 7.3
# like = "object-detection"            # the task whose training factor it takes
# source = "Hourly rate of the labelling team"

# 1 from = rate to
# [[rates]]
# from = "USD"
# to = "EUR"
# rate = 0.92
# source = "who published it"
# date = 2026-01-15
"""
