"""What filtering tools wrote of their own work: the records read, judged and joined to one run."""
