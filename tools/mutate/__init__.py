"""Change the code one place at a time and see which changes no test notices: `make mutate`."""
