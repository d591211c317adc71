"""What is wrong with the layout of a page: finders, their tests, and the runs that they look at."""
